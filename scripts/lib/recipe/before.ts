import { KnownError } from '../command.ts';
import type { Recipe } from '../types.ts';
import { readHistory, readRecipeAt } from './history.ts';
import { compareVersions } from './version.ts';

/**
 * The recipe as it was published before: the highest version below this one's, or `wanted`. Null when there is none. Throws
 * KnownError when `wanted` was never published.
 */
export async function versionBefore(root: string, recipe: Recipe, wanted?: string): Promise<Recipe | null> {
  const { versions } = await readHistory(root);
  const lower = versions
    .filter(({ recipe: name, version }) => name === recipe.name && isBelow(version, recipe.version))
    .toSorted((a, b) => compareVersions(a.version, b.version));
  const found = wanted === undefined ? lower.at(-1) : lower.find(({ version }) => version === wanted);
  if (found !== undefined) return await readRecipeAt(root, found.commit, recipe.name);
  if (wanted === undefined) return null;
  const known = lower.map(({ version }) => version).join(', ') || 'none';
  throw new KnownError(`${recipe.name} has no published version "${wanted}" to upgrade from`, `There are: ${known}.`);
}

function isBelow(version: string, limit: string | null): boolean {
  return limit === null || compareVersions(version, limit) < 0;
}
