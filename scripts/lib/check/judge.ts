/** Recipes that may go on to an engine, and what lint says of each beside what the main line has published. */
import { lintReport } from '../lint/report.ts';
import { lookForPublished } from '../recipe/published.ts';
import { readRecipes } from '../recipe/read.ts';
import type { Recipe, Report } from '../types.ts';

export interface Judged {
  readonly recipes: readonly Recipe[];
  /** Judges one of them when it is asked. */
  lint(recipe: Recipe): Report;
}

export async function readToJudge(root: string, names: readonly string[]): Promise<Judged> {
  using history = lookForPublished(root, names);
  const recipes = await readRecipes(root, names);
  const published = await history.of(recipes);
  return {
    recipes,
    lint: (recipe) => lintReport(recipe, { ...here(), published: published.get(recipe.name) }),
  };
}

/** What lint says of a recipe that is not about to be published, whatever the main line has by now. */
export function lintByItself(recipe: Recipe): Report {
  return lintReport(recipe, here());
}

function here() {
  return { now: new Date(), clock: () => performance.now() };
}
