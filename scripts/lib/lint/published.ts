/** The versions of a recipe that rules compare it with. */
import { parseRecipe } from '../recipe/parse.ts';
import { compareVersions } from '../recipe/version.ts';
import type { PublishedVersion, Recipe, RecipeFile } from '../types.ts';

type Loaded = PublishedVersion & { readonly files: readonly RecipeFile[] };

/** The published version whose label the recipe carries; null when it has a new one. */
export function publishedOwn({ version }: Recipe, published: readonly PublishedVersion[]): Loaded | null {
  return loaded(published.find((each) => each.version === version));
}

/** The version that hosters upgrade from: the highest below the recipe's. */
export function publishedBefore({ version }: Recipe, published: readonly PublishedVersion[]): Loaded | null {
  if (version === null) return null;
  const lower = published.filter((each) => compareVersions(each.version, version) < 0);
  return loaded(lower.toSorted((a, b) => compareVersions(a.version, b.version)).at(-1));
}

function loaded(version: PublishedVersion | undefined): Loaded | null {
  return version?.files == null ? null : { ...version, files: version.files };
}

const DEPLOYED = /^(?:compose(?:\.[^/]*)?\.yml|\.env\.sample|abra\.sh)$/;
const known = new WeakMap<readonly RecipeFile[], Recipe>();

/** It as a recipe that can be asked for services, settings and configs; nothing else of it was parsed. */
export function recipeOfVersion({ name, folder }: Recipe, { commit, files }: Loaded): Recipe {
  let recipe = known.get(files);
  if (recipe === undefined) {
    const parsed = files.filter(({ path }) => DEPLOYED.test(path));
    recipe = { ...parseRecipe({ name, folder, commit, files: parsed, findings: [] }), files };
    known.set(files, recipe);
  }
  return recipe;
}
