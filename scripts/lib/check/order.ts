import { readReports } from '../report/store.ts';
import { tookLastTime } from '../trial/took.ts';
import type { Recipe, RungId, TrialReport } from '../types.ts';

/**
 * Begins `work` for all recipes, those first whose `rungs` took longest the last time; `last` is the report of that time. How many
 * engines run at once is for their places to say. Results come in the order of `recipes`; what throws is thrown on only after
 * all have ended: nothing goes on behind our back.
 */
export async function longestFirst<Result>(
  root: string,
  recipes: readonly Recipe[],
  rungs: readonly RungId[],
  work: (recipe: Recipe, last: TrialReport | null) => Promise<Result>,
): Promise<readonly Result[]> {
  const known = await Promise.all(
    recipes.map(async (recipe) => {
      const { trial: last } = await readReports(root, recipe.name, recipe.version);
      return { recipe, last, tookMs: tookLastTime(last, rungs) };
    }),
  );
  const begun = new Map<Recipe, Promise<Result>>();
  for (const { recipe, last } of known.toSorted((a, b) => b.tookMs - a.tookMs)) begun.set(recipe, work(recipe, last));
  await Promise.allSettled(begun.values());
  return await Promise.all(recipes.map((recipe) => begun.get(recipe) as Promise<Result>));
}
