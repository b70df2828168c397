import { readReports } from '../report/store.ts';
import { sideBySide } from '../side-by-side.ts';
import type { Recipe } from '../types.ts';

/**
 * Does `work` for all recipes, `width` at once; those first that took longest the last time (what was never tried counts as
 * longest), so that no long one is left alone at the end. Results come in the order of `recipes`.
 */
export async function longestFirst<Result>(
  root: string,
  recipes: readonly Recipe[],
  width: number,
  work: (recipe: Recipe) => Promise<Result>,
): Promise<readonly Result[]> {
  const timed = await Promise.all(recipes.map(async (recipe) => ({ recipe, took: await lastTook(root, recipe) })));
  const order = timed.toSorted((a, b) => b.took - a.took).map(({ recipe }) => recipe);
  const results = await sideBySide(order, width, work);
  return recipes.map((recipe) => results[order.indexOf(recipe)] as Result);
}

/** Milliseconds. */
async function lastTook(root: string, { name, version }: Recipe): Promise<number> {
  const { trial } = await readReports(root, name, version);
  return trial?.durationMs ?? Number.MAX_SAFE_INTEGER;
}
