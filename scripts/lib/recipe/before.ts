import { KnownError } from '../command.ts';
import type { Recipe, RecipeVersion } from '../types.ts';
import { readHistory, readRecipeAt } from './history.ts';
import { compareVersions, parseVersion } from './version.ts';

/**
 * The recipe in the versions that hosters come from, see `startingPoints`; or only in `wanted`. Throws KnownError when `wanted`
 * was never published.
 */
export async function versionsBefore(root: string, recipe: Recipe, wanted?: string): Promise<readonly Recipe[]> {
  const { versions } = await readHistory(root);
  const own = versions.filter(({ recipe: name }) => name === recipe.name);
  const published = own.map(({ version }) => version);
  const chosen = wanted === undefined ? startingPoints(published, recipe.version) : [wanted];
  return await Promise.all(
    chosen.map(async (version) => {
      const found = own.find((each) => each.version === version && isBelow(version, recipe.version));
      if (found !== undefined) return await readRecipeAt(root, found.commit, recipe.name);
      const known = published.filter((each) => isBelow(each, recipe.version)).join(', ') || 'none';
      throw new KnownError(
        `${recipe.name} has no published version "${version}" to upgrade from`,
        `There are: ${known}.`,
      );
    }),
  );
}

/** The version that hosters of `recipe` run now, or null; `versions` is the whole history. */
export async function versionBefore(
  versions: readonly RecipeVersion[],
  root: string,
  recipe: Recipe,
): Promise<Recipe | null> {
  const own = versions.filter(({ recipe: name }) => name === recipe.name);
  const [newest] = startingPoints(
    own.map(({ version }) => version),
    recipe.version,
  );
  const found = own.find(({ version }) => version === newest);
  return found === undefined ? null : await readRecipeAt(root, found.commit, recipe.name);
}

/**
 * Pure: which of the published versions must lead to `version`, newest first, none twice: the one before it; the latest of
 * the minor before, which is the next lower Y of the same X; and the oldest of the same X, the oldest that is supported:
 * a new X is where the operator must act, and whoever is behind it goes there first.
 */
export function startingPoints(published: readonly string[], version: string | null): readonly string[] {
  const lower = published.filter((each) => isBelow(each, version)).toSorted(compareVersions);
  const own = parseVersion(version ?? '');
  const sameX = lower.filter((each) => parseVersion(each)?.x === own?.x);
  const lowerY = sameX.filter((each) => own !== null && (parseVersion(each)?.y ?? own.y) < own.y);
  return [...new Set([lower.at(-1), lowerY.at(-1), sameX[0]])].filter((each) => each !== undefined);
}

function isBelow(version: string, limit: string | null): boolean {
  return limit === null || compareVersions(version, limit) < 0;
}
