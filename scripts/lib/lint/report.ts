import type { Finding, Published, Recipe, Report, Verdict } from '../types.ts';
import { type Linted, lint } from './lint.ts';
import type { Rule } from './rule.ts';

/** Of the rule set: a report made by another version is not comparable. */
export const TOOL = { name: 'recipe-commons lint', version: '0.1.0' } as const;

export interface LintRun {
  readonly now: Date;
  /** Milliseconds since any fixed moment. */
  readonly clock: () => number;
  /** What git knows; left out for what lies in no repository. */
  readonly published?: Published | undefined;
  /** All, unless it is no recipe of ours. */
  readonly rules?: readonly Rule[];
  /** False for findings that nobody asked for. */
  readonly isWanted?: (finding: Finding) => boolean;
}

/** The report that is stored. fail: an error that is not waived; broken: a rule threw, or there was nothing to look at. */
export function lintReport(recipe: Recipe, { now, clock, ...run }: LintRun): Report {
  const start = clock();
  const startedAt = now.toISOString();
  const linted = lint(recipe, { today: startedAt.slice(0, 10), ...run });
  const { name, version, digest, commit } = recipe;
  return {
    schema: 'recipe-commons/report/1',
    step: 'lint',
    subject: { recipe: name, version, digest, commit },
    tool: TOOL,
    verdict: verdictOf(linted),
    ...linted,
    startedAt,
    durationMs: Math.round(clock() - start),
  };
}

/** What the findings of one recipe come to. */
function verdictOf({ findings, looked }: Linted): Verdict {
  if (findings.some(({ rule }) => rule === 'rule-broken')) return 'broken';
  if (findings.some(({ severity }) => severity === 'error')) return 'fail';
  return looked === 0 ? 'broken' : 'pass';
}
