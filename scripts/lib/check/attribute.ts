import { recipeAt } from '../recipe/at-ref.ts';
import type { BaseRung, Recipe, Rung, RungId, RungStatus, TrialReport } from '../types.ts';

export interface Base {
  readonly root: string;
  /** As it was named, for people. */
  readonly ref: string;
  readonly commit: string;
  /** Tries these rungs on the recipe as the base has it; a text is why it must not be tried. */
  readonly climb: (recipe: Recipe, rungs: readonly RungId[]) => Promise<readonly Rung[] | string>;
}

/** Climbs each rung that failed once more on the base, and says in the report whether it was so there already. */
export async function attribute(report: TrialReport, { root, ref, commit, climb }: Base): Promise<TrialReport> {
  const failed = report.trial.rungs.filter(({ status }) => status === 'fail').map(({ id }) => id);
  if (failed.length === 0) return report;
  const recipe = await recipeAt(root, commit, report.subject.recipe);
  const climbed = recipe === null ? null : await climb(recipe, failed);
  const rungs = report.trial.rungs.map((rung) =>
    failed.includes(rung.id) ? { ...rung, base: { ref, ...judgeBase(rung.id, climbed) } } : rung,
  );
  return { ...report, trial: { ...report.trial, rungs } };
}

const BLAME: { readonly [status in RungStatus]: BaseRung['blame'] } = {
  pass: 'this change',
  fail: 'already so',
  skip: 'unknown',
  unverified: 'unknown',
};

/** Of a rung that fails now. `climbed`: what the base came to; null when it has no such recipe. */
export function judgeBase(id: RungId, climbed: readonly Rung[] | string | null): Omit<BaseRung, 'ref'> {
  if (climbed === null) return { status: 'absent', blame: 'this change' };
  if (typeof climbed === 'string') return { status: 'unverified', reason: climbed, blame: 'unknown' };
  const rung = climbed.find((each) => each.id === id);
  if (rung === undefined) return { status: 'unverified', reason: 'it was not reached', blame: 'unknown' };
  const { status, reason } = rung;
  return { status, ...(reason === undefined ? {} : { reason }), blame: BLAME[status] };
}
