/** One trial as a command asks for it: which version before, which variant, and what the base says to what failed. */
import { join } from 'node:path';
import { versionsBefore } from '../recipe/before.ts';
import { reportFolder, variantFolder } from '../report/store.ts';
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
  const { root, rungs, variant, base } = options;
  const folder =
    variant === undefined
      ? reportFolder(root, recipe.name, recipe.version)
      : variantFolder(root, recipe.name, recipe.version, variant);
  const climb = async (tried: Recipe, where: string, ids: readonly RungId[], own = options): Promise<TrialReport> => {
    const before = async (): Promise<readonly Recipe[]> => {
      const found = await versionsBefore(root, tried, own.from);
      return found.map((each) => withVariant(each, variant));
    };
    // Whoever names a version that there is not learns it before an engine starts.
    const startingPoints = own.from === undefined ? before : await before();
    return await runTrial(withVariant(tried, variant), { ...own, rungs: ids, folder: where, startingPoints });
  };
  const report = await climb(recipe, folder, rungs);
  if (base === undefined) return report;
  return await attribute(report, {
    ...base,
    root,
    async climb(older, ids) {
      // What lint refuses never reaches an engine.
      if (lintByItself(older).verdict !== 'pass') return 'lint refuses it';
      const { onKept, from, ...plain } = options;
      return (await climb(older, join(folder, 'base'), ids, plain)).trial.rungs;
    },
  });
}

/** A version that does not know the variant is installed as it is. */
function withVariant(recipe: Recipe, variant: string | undefined): Recipe {
  return variant !== undefined && variantNames(recipe).includes(variant) ? asVariant(recipe, variant) : recipe;
}
