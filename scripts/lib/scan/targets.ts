/** What a scan is asked to look at: versions of recipes, and images by their names. */
import { KnownError } from '../command.ts';
import { fullName, parseReference } from '../engine/reference.ts';
import { versionBefore } from '../recipe/before.ts';
import { readHistory, readRecipeAt } from '../recipe/history.ts';
import { listRecipes, readRecipes } from '../recipe/read.ts';
import type { Recipe, RecipeVersion } from '../types.ts';

export interface RecipeTarget {
  readonly recipe: Recipe;
  /** The version hosters come from. */
  readonly previous: () => Promise<Recipe | null>;
}

export interface Targets {
  readonly recipes: readonly RecipeTarget[];
  /** Whole names, each once. */
  readonly images: readonly string[];
}

/**
 * Without names: every recipe. `allVersions`: each published version too, as its last commit has it, newest first; that is how the
 * catalogue shows them. Throws KnownError for what is neither a recipe nor the name of an image.
 */
export async function findTargets(
  root: string,
  named: readonly string[],
  { allVersions }: { readonly allVersions: boolean },
): Promise<Targets> {
  const images = [...new Set(named.filter(isImageName).map(imageName))];
  const asked = [...new Set(named.filter((each) => !isImageName(each)))];
  const names = named.length === 0 ? await listRecipes(root) : asked;
  if (names.length === 0 && images.length === 0)
    throw new KnownError('there is no recipe to scan', 'Add one in recipes/<name>/.');
  if (names.length === 0) return { recipes: [], images };
  const [drafts, { versions }] = await Promise.all([readRecipes(root, names), readHistory(root)]);
  const recipes: RecipeTarget[] = [];
  for (const draft of drafts) {
    for (const recipe of allVersions ? await everyVersion(root, draft, versions) : [draft]) {
      recipes.push({ recipe, previous: () => versionBefore(versions, root, recipe) });
    }
  }
  return { recipes, images };
}

async function everyVersion(root: string, draft: Recipe, versions: readonly RecipeVersion[]): Promise<Recipe[]> {
  const published = versions.filter(({ recipe }) => recipe === draft.name).toReversed();
  const found: Recipe[] = published.some(({ version }) => version === draft.version) ? [] : [draft];
  for (const { tip, version } of published) {
    const same = draft.commit === tip && draft.version === version;
    found.push(same ? draft : await readRecipeAt(root, tip, draft.name));
  }
  return found;
}

/** No name of a recipe has one of these. */
function isImageName(text: string): boolean {
  return /[:/@]/.test(text);
}

function imageName(text: string): string {
  try {
    return fullName(parseReference(text));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new KnownError(message, 'Name a recipe, or an image as docker does: ghcr.io/example/app:1.2');
  }
}
