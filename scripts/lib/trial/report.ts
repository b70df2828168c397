import type { Command, Finding, ImageResult, Recipe, Rung, RungId, TrialReport, Verdict } from '../types.ts';
import { CLIMBS } from './climbs.ts';
import type { TrialPlan } from './plan.ts';
import { INSTALLING, notRun, rung } from './rung.ts';

/** Of the ladder: a report made by another version is not comparable. */
const TOOL = { name: 'recipe-commons trial', version: '0.1.0' } as const;

/** What a trial has come to so far; filled in as it goes, so that a broken one still tells how far it came. */
export interface Outcome {
  engine: TrialReport['trial']['engine'];
  /** Of the machine, when the first engine was there. */
  slowdown: number | null;
  edge: TrialReport['trial']['edge'];
  images: readonly ImageResult[];
  commands: readonly Command[];
  rungs: readonly Rung[];
  /** Where we could not go on, and why; `rung` is null for those that prove an installation. */
  broken: readonly { readonly rung: RungId | null; readonly message: string }[];
}

/** What was asked for, in its order; none is left out because it was never reached. */
export function everyRung(
  asked: readonly RungId[],
  { rungs, broken }: Pick<Outcome, 'rungs' | 'broken'>,
  plan: Pick<TrialPlan, 'skips'>,
): readonly Rung[] {
  return asked.map((id) => {
    const found = rungs.find((each) => each.id === id);
    if (found !== undefined) return found;
    const own = broken.find((each) => (each.rung === null ? INSTALLING.includes(id) : each.rung === id));
    if (own !== undefined) return rung(id, 'unverified', { reason: own.message });
    return notRun(id, plan);
  });
}

/** Sums a trial up. `startedAt` and `durationMs` are the trial's own. */
export function trialReport(
  recipe: Recipe,
  plan: TrialPlan,
  outcome: Outcome,
  time: { readonly startedAt: Date; readonly durationMs: number },
  asked: { readonly variant?: string; readonly from?: string } = {},
): TrialReport {
  const { engine, edge, images, commands, rungs, slowdown } = outcome;
  const ran = rungs.filter(({ status }) => status === 'pass' || status === 'fail');
  return {
    schema: 'recipe-commons/report/1',
    step: 'trial',
    subject: { recipe: recipe.name, version: recipe.version, digest: recipe.digest, commit: recipe.commit },
    tool: TOOL,
    verdict: verdictOf(outcome),
    findings: [
      ...outcome.broken.map(brokenFinding),
      ...rungs.flatMap((each) => [...findingsOf(each), ...openSetUp(each)]),
    ],
    waived: [],
    looked: ran.length,
    startedAt: time.startedAt.toISOString(),
    durationMs: time.durationMs,
    trial: {
      engine,
      edge,
      stack: plan.stack,
      ...asked,
      ...(slowdown === null ? {} : { slowdown }),
      images,
      rehearsed: images.some((image) => image.available && image.source === 'stand-in'),
      commands,
      rungs,
    },
  };
}

function verdictOf({ broken, rungs }: Outcome): Verdict {
  if (broken.length > 0) return 'broken';
  if (rungs.some(({ status }) => status === 'fail')) return 'fail';
  const proven = rungs.some(({ status }) => status === 'pass');
  return !proven || rungs.some(({ status }) => status === 'unverified') ? 'unverified' : 'pass';
}

function findingsOf(rung: Rung): readonly Finding[] {
  const { id, warnings = [] } = rung;
  const help = 'Nothing fails by it; the evidence lies beside the report.';
  const told = { step: 'trial', rule: id, severity: 'warning', help, path: null, place: null, data: {} } as const;
  return [...outcomeOf(rung), ...warnings.map((message) => ({ ...told, message }))];
}

function outcomeOf({ id, status, reason = '' }: Rung): readonly Finding[] {
  if (status !== 'fail' && status !== 'unverified') return [];
  const severity = status === 'fail' ? 'error' : 'warning';
  const help = status === 'fail' ? helpOf(id) : 'It could not be tried; this says nothing about the recipe.';
  return [{ step: 'trial', rule: id, severity, message: reason, help, path: null, place: null, data: {} }];
}

/** It is no fault of the deployment, and still what a hoster must know before anybody else does. */
function openSetUp({ evidence }: Rung): readonly Finding[] {
  const message = evidence.find(({ kind }) => kind === 'first-run')?.text;
  if (message === undefined) return [];
  const help =
    'Let the recipe make the administrator from a secret, or say in the README that the set-up must be finished before others know the address.';
  const nowhere = { path: null, place: null, data: {} };
  return [{ step: 'trial', rule: 'first-run-open', severity: 'warning', message, help, ...nowhere }];
}

const HELP: { readonly [id in string]?: string } = {
  deploys: 'The log and the events of the trial lie beside its report.',
  answers: 'Compare the traefik labels and trial.probes of recipe.yml with what the app really serves.',
  removes: 'Whatever the stack makes must go with it; only declared volumes may stay.',
};

function helpOf(id: Rung['id']): string {
  return HELP[id] ?? CLIMBS.find((climb) => climb.id === id)?.help ?? 'The evidence lies beside its report.';
}

/** Those that we broke: unverified, and no skipped ones. */
export function brokenRungs({ findings, trial }: Pick<TrialReport, 'findings' | 'trial'>): readonly RungId[] {
  const broken = findings.filter(({ rule }) => rule === BROKEN).map(({ data }) => data.rung ?? null);
  return trial.rungs
    .filter(({ id, status }) => status === 'unverified' && (broken.includes(id) || isInstalling(id, broken)))
    .map(({ id }) => id);
}

function isInstalling(id: RungId, broken: readonly unknown[]): boolean {
  return INSTALLING.includes(id) && broken.includes(null);
}

const BROKEN = 'trial-broken';

function brokenFinding({ rung, message: why }: Outcome['broken'][number]): Finding {
  const message = rung === null ? why : `${rung}: ${why}`;
  const help = 'This is a fault of the machine or of this tool, not of the recipe; try again.';
  return { step: 'trial', rule: BROKEN, severity: 'error', message, help, path: null, place: null, data: { rung } };
}
