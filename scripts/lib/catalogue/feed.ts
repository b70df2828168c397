/** A feed as a value; atom.ts and json-feed.ts write it down. */
import { versionFolder } from './addresses.ts';
import type { CatalogueRecipe, CatalogueVersion } from './model.ts';
import { expiredProof, flawsToActOn, newerVersions, publication } from './warnings.ts';

export interface Feed {
  /** Without `.atom` or `.json`, which are both there. */
  readonly path: string;
  readonly title: string;
  readonly about: string;
  /** The page it speaks of. */
  readonly page: string;
  /** ISO 8601: of the newest entry, or of what it speaks of while there is none. */
  readonly updated: string;
  /** Newest first. */
  readonly entries: readonly FeedEntry[];
}

export interface FeedEntry {
  /** Path that nothing else has, now or later. */
  readonly id: string;
  readonly page: string;
  readonly title: string;
  /** Plain, in paragraphs. */
  readonly text: string;
  readonly published: string;
  readonly updated: string;
  readonly tags: readonly string[];
}

/** Readers fetch them often, and nobody reads further back. */
const LONGEST = 60;
/** Of a recipe of which nothing has a date. */
const NO_DATE = '2000-01-01T00:00:00Z';

export const ALL_FEED = 'feeds/all';

export function recipeFeedPath(recipe: string): string {
  return `r/${recipe}/feed`;
}

/** `news`: the entries of the feeds of all recipes. */
export function allFeed(news: readonly FeedEntry[]): Feed {
  return feed({
    path: ALL_FEED,
    title: 'Recipe Commons',
    about: 'Every version that is published, and what to act on in the newest of each recipe.',
    page: '',
    entries: news,
    since: NO_DATE,
  });
}

export function recipeFeed(recipe: CatalogueRecipe): Feed {
  return feed({
    path: recipeFeedPath(recipe.name),
    title: `${recipe.title}, a recipe`,
    about: `Versions of ${recipe.title}, and what to act on in the newest.`,
    page: `r/${recipe.name}/`,
    entries: newsOf(recipe),
    since: NO_DATE,
  });
}

/** Silent until whoever runs this version should do something. */
export function versionFeed(recipe: CatalogueRecipe, version: CatalogueVersion): Feed {
  return feed({
    path: `${versionFolder(version)}/feed`,
    title: `${recipe.title} ${version.version}, for those who run it`,
    about: 'Speaks when there is a newer version, a flaw to act on, or when its certificate has expired.',
    page: `${versionFolder(version)}/`,
    entries: [...newerVersions(recipe, version), ...flawsToActOn(recipe, version), ...expiredProof(recipe, version)],
    since: version.published?.publishedAt ?? NO_DATE,
  });
}

function newsOf(recipe: CatalogueRecipe): readonly FeedEntry[] {
  const [newest] = recipe.versions;
  // What nobody shows is not made: each note lies in a file of its own.
  const published = recipe.versions.slice(0, LONGEST).flatMap((version) => publication(recipe, version));
  return newest === undefined
    ? published
    : [...published, ...flawsToActOn(recipe, newest), ...expiredProof(recipe, newest)];
}

function feed({ entries, since, ...about }: Omit<Feed, 'updated'> & { readonly since: string }): Feed {
  const newestFirst = entries
    .map((entry) => ({ ...entry, published: isoTime(entry.published), updated: isoTime(entry.updated) }))
    .toSorted((a, b) => (a.updated === b.updated ? (a.id < b.id ? -1 : 1) : a.updated < b.updated ? 1 : -1))
    .slice(0, LONGEST);
  return { ...about, updated: newestFirst[0]?.updated ?? isoTime(since), entries: newestFirst };
}

/** In UTC, without fractions; what is no date becomes one that no reader takes for new. */
function isoTime(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? NO_DATE : date.toISOString().replace(/\.\d+Z$/, 'Z');
}
