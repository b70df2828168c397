import type { Command, Finding, ImageResult, Recipe, Rung, TrialReport, Verdict } from '../types.ts';
import { CLIMBS } from './climbs.ts';
import type { TrialPlan } from './plan.ts';

/** Of the ladder: a report made by another version is not comparable. */
const TOOL = { name: 'recipe-commons trial', version: '0.1.0' } as const;

/** What a trial has come to so far; filled in as it goes, so that a broken one still tells how far it came. */
export interface Outcome {
  engine: TrialReport['trial']['engine'];
  edge: TrialReport['trial']['edge'];
  images: readonly ImageResult[];
  commands: readonly Command[];
  rungs: readonly Rung[];
  /** Why we could not go on; null when it went to its end. */
  broken: string | null;
}

/** Sums a trial up. `startedAt` and `durationMs` are the trial's own. */
export function trialReport(
  recipe: Recipe,
  plan: TrialPlan,
  outcome: Outcome,
  time: { readonly startedAt: Date; readonly durationMs: number },
): TrialReport {
  const { engine, edge, images, commands, rungs } = outcome;
  const ran = rungs.filter(({ status }) => status === 'pass' || status === 'fail');
  return {
    schema: 'recipe-commons/report/1',
    step: 'trial',
    subject: { recipe: recipe.name, version: recipe.version, digest: recipe.digest, commit: recipe.commit },
    tool: TOOL,
    verdict: verdictOf(outcome),
    findings: outcome.broken === null ? rungs.flatMap(findingOf) : [brokenFinding(outcome.broken)],
    waived: [],
    looked: ran.length,
    startedAt: time.startedAt.toISOString(),
    durationMs: time.durationMs,
    trial: {
      engine,
      edge,
      stack: plan.stack,
      images,
      rehearsed: images.some((image) => image.available && image.source === 'stand-in'),
      commands,
      rungs,
    },
  };
}

function verdictOf({ broken, rungs }: Outcome): Verdict {
  if (broken !== null) return 'broken';
  if (rungs.some(({ status }) => status === 'fail')) return 'fail';
  const proven = rungs.some(({ status }) => status === 'pass');
  return !proven || rungs.some(({ status }) => status === 'unverified') ? 'unverified' : 'pass';
}

function findingOf({ id, status, reason = '' }: Rung): readonly Finding[] {
  if (status !== 'fail' && status !== 'unverified') return [];
  const severity = status === 'fail' ? 'error' : 'warning';
  const help = status === 'fail' ? helpOf(id) : 'It could not be tried; this says nothing about the recipe.';
  return [{ step: 'trial', rule: id, severity, message: reason, help, path: null, place: null, data: {} }];
}

const HELP: { readonly [id in string]?: string } = {
  deploys: 'The log and the events of the trial lie beside its report.',
  answers: 'Compare the traefik labels and trial.probes of recipe.yml with what the app really serves.',
  removes: 'Whatever the stack makes must go with it; only declared volumes may stay.',
};

function helpOf(id: Rung['id']): string {
  return HELP[id] ?? CLIMBS.find((climb) => climb.id === id)?.help ?? 'The evidence lies beside its report.';
}

function brokenFinding(message: string): Finding {
  const help = 'This is a fault of the machine or of this tool, not of the recipe; try again.';
  return { step: 'trial', rule: 'trial-broken', severity: 'error', message, help, path: null, place: null, data: {} };
}
