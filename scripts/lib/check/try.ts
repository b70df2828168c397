/** One trial as a command asks for it: which version before, which variant, and what the base says to what failed. */
import { join } from 'node:path';
import { versionsBefore } from '../recipe/before.ts';
import { reportFolder, variantFolder } from '../report/store.ts';
import { CLIMBS } from '../trial/climbs.ts';
import { runTrial, type TrialOptions } from '../trial/run.ts';
import { asVariant, variantNames } from '../trial/variant.ts';
import type { Recipe, RungId, TrialReport } from '../types.ts';
import { attribute } from './attribute.ts';
import { lintByItself } from './judge.ts';

export interface TryOptions extends Omit<TrialOptions, 'rungs' | 'previous' | 'startingPoints' | 'folder' | 'variant'> {
  readonly rungs: readonly RungId[];
  /** Upgrade from this published version instead of the one before. */
  readonly from?: string | undefined;
  readonly variant?: string | undefined;
  /** The commit that rungs which fail are climbed on once more. */
  readonly base?: { readonly ref: string; readonly commit: string } | undefined;
}

/** Throws KnownError when there is no such version, and when `signal` fires. */
export async function tryRecipe(recipe: Recipe, options: TryOptions): Promise<TrialReport> {
  const { root, rungs, variant, base, from } = options;
  const folder =
    variant === undefined
      ? reportFolder(root, recipe.name, recipe.version)
      : variantFolder(root, recipe.name, recipe.version, variant);
  const climb = async (tried: Recipe, where: string, ids: readonly RungId[], own = options): Promise<TrialReport> => {
    const climbs = CLIMBS.some(({ id }) => ids.includes(id));
    const before = climbs ? await versionsBefore(root, tried, from) : [];
    const startingPoints = before.map((each) => withVariant(each, variant));
    return await runTrial(withVariant(tried, variant), {
      ...own,
      rungs: ids,
      folder: where,
      previous: startingPoints[0] ?? null,
      startingPoints,
    });
  };
  const report = await climb(recipe, folder, rungs);
  if (base === undefined) return report;
  return await attribute(report, {
    ...base,
    root,
    async climb(older, ids) {
      // What lint refuses never reaches an engine.
      if (lintByItself(older).verdict !== 'pass') return 'lint refuses it';
      const { onKept, ...unkept } = options;
      return (await climb(older, join(folder, 'base'), ids, unkept)).trial.rungs;
    },
  });
}

/** A version that does not know the variant is installed as it is. */
function withVariant(recipe: Recipe, variant: string | undefined): Recipe {
  return variant !== undefined && variantNames(recipe).includes(variant) ? asVariant(recipe, variant) : recipe;
}
