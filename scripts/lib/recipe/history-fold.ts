/** Commits → versions. Pure: what git said goes in, what was published comes out. */
import type { RecipeVersion } from '../types.ts';
import type { Fault } from './limits.ts';
import { compareVersions, parseVersion } from './version.ts';

/** A file of a recipe that a commit changed against its first parent. */
export interface Change {
  readonly recipe: string;
  /** Relative to the recipe's folder. */
  readonly path: string;
  /** Object id of the new content, null when there is no regular file any more. */
  readonly blob: string | null;
  readonly executable: boolean;
}

export interface MainLineCommit {
  readonly id: string;
  /** ISO 8601, UTC, when it was committed. */
  readonly date: string;
  readonly changes: readonly Change[];
}

/** A tag `<recipe>/<version>` and the version its commit carries. */
export interface VersionTag {
  readonly name: string;
  readonly label: string | null;
}

/**
 * `commits` oldest first; `labelOf` gives the valid version of a compose.yml. A label that comes back keeps the commit that
 * first carried it. Sorted by recipe, then version ascending.
 */
export function foldHistory(
  commits: readonly MainLineCommit[],
  labelOf: (blob: string) => string | null,
): readonly RecipeVersion[] {
  const versions = new Map<string, RecipeVersion>();
  const carried = new Map<string, string | null>();
  for (const { id, date, changes } of commits) {
    for (const [recipe, changed] of Map.groupBy(changes, (change) => change.recipe)) {
      const compose = changed.find(({ path }) => path === 'compose.yml');
      if (compose !== undefined) carried.set(recipe, compose.blob === null ? null : labelOf(compose.blob));
      const version = carried.get(recipe) ?? null;
      if (version === null) continue;
      const tag = `${recipe}/${version}`;
      const published = versions.get(tag) ?? { recipe, version, commit: id, publishedAt: date, tip: id };
      versions.set(tag, { ...published, tip: id });
    }
  }
  return [...versions.values()].sort((a, b) => {
    if (a.recipe !== b.recipe) return a.recipe < b.recipe ? -1 : 1;
    return compareVersions(a.version, b.version);
  });
}

/** What is wrong with the tags that name versions of known recipes; null when they all agree with the labels. */
export function tagFault(versions: readonly RecipeVersion[], tags: readonly VersionTag[]): Fault | null {
  const recipes = new Set(versions.map(({ recipe }) => recipe));
  const wrong = tags.filter(({ name, label }) => {
    const { recipe, version } = splitTag(name);
    return recipes.has(recipe) && parseVersion(version) !== null && label !== version;
  });
  if (wrong.length === 0) return null;
  const told = wrong.map(({ name, label }) => `tag "${name}" points to ${label ?? 'no version'}`);
  const help = `Set them to a commit that carries their label, or delete them: git tag -d ${wrong.map(({ name }) => name).join(' ')}`;
  return { message: `Tags disagree with version labels: ${told.join('; ')}`, help };
}

export function splitTag(name: string): { readonly recipe: string; readonly version: string } {
  const slash = name.indexOf('/');
  return { recipe: name.slice(0, Math.max(slash, 0)), version: name.slice(slash + 1) };
}
