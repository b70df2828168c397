/** What /data/ lists: the address of each kind of file for programs, what it holds, and the schema it keeps to. */
import { BADGES } from './badge.ts';

export interface PublishedKind {
  readonly path: string;
  readonly what: string;
  /** Name in `schema/`, without `.schema.json`. */
  readonly schema?: string;
}

const OF_ALL: readonly PublishedKind[] = [
  {
    path: 'recipes.json',
    what: 'Every published version with its images, in the form the abra command-line client reads.',
    schema: 'recipes',
  },
  {
    path: 'index.json',
    what: 'One short entry per recipe: what it is, its newest version and what is proven about it.',
    schema: 'index',
  },
  {
    path: 'facts.json',
    what: 'What the search of this site knows: a recipe by its facts and what is proven about it, and phrases with their meanings.',
    schema: 'facts',
  },
  {
    path: 'search-score.json',
    what: 'How well the search finds what is meant, among a thousand recipes: names, slips of the finger, beginnings, synonyms.',
  },
  {
    path: 'security.json',
    what: 'Every known flaw and every digest, with the versions that contain it.',
    schema: 'security',
  },
  {
    path: 'rules.json',
    what: 'Every lint rule with its reasons and references, and how many faults planted against it were found.',
    schema: 'rules',
  },
];

const FEEDS: readonly PublishedKind[] = [
  { path: 'feeds/all.atom', what: 'Every version that is published, and what to act on in the newest of each recipe.' },
  { path: 'feeds/all.json', what: 'The same as JSON Feed.', schema: 'feed' },
  { path: 'feeds/recipes.opml', what: 'The feeds of all recipes, to be taken into a reader at once.' },
  {
    path: 'r/<recipe>/feed.atom',
    what: 'Versions of one recipe, and what to act on in its newest. Also as feed.json.',
  },
  {
    path: 'r/<recipe>/<version>/feed.atom',
    what: 'For those who run this version: silent until there is a newer one, a flaw to act on, or an expired certificate. Also as feed.json.',
  },
];

const OF_A_RECIPE: readonly PublishedKind[] = [
  { path: 'r/<recipe>/recipe.json', what: 'One recipe with all its versions.', schema: 'recipe-entry' },
  { path: 'r/<recipe>/compare.json', what: 'What its versions are compared by, newest first.', schema: 'compare' },
  ...BADGES.map(({ id, what }) => ({ path: `r/<recipe>/badge/${id}.svg`, what: `A badge: ${what}.` })),
  { path: 'r/<recipe>/badge/<kind>.json', what: 'The same badges, for badge services.', schema: 'badge' },
  { path: 'r/<recipe>/embed/', what: 'A card to embed in a frame, without a script.' },
  { path: 'r/<recipe>/oembed.json', what: 'The same card as oEmbed.', schema: 'oembed' },
];

const OF_A_VERSION: readonly PublishedKind[] = [
  {
    path: 'r/<recipe>/<version>/version.json',
    what: 'What a version needs, how it is installed, and what was proven about it.',
    schema: 'version-entry',
  },
  {
    path: 'r/<recipe>/<version>/<recipe>-<version>.tar.gz',
    what: 'The bundle: the recipe’s files, packed the same way every time.',
  },
  { path: 'r/<recipe>/<version>/files.sha256', what: 'The sha256 of each file of the bundle, for sha256sum.' },
  {
    path: 'r/<recipe>/<version>/certificate.json',
    what: 'The certificate, while one holds. Unsigned so far.',
    schema: 'certificate',
  },
  {
    path: 'r/<recipe>/<version>/trial.json',
    what: 'The trial report: engine, images, commands, rungs, measures.',
    schema: 'trial-report',
  },
  { path: 'r/<recipe>/<version>/lint.json', what: 'The lint report of exactly this version.', schema: 'report' },
  {
    path: 'r/<recipe>/<version>/scan.json',
    what: 'The scan report: known flaws, secrets and licences in each image, by which scanner and which database.',
    schema: 'scan-report',
  },
  { path: 'r/<recipe>/<version>/sbom/<digest>.cdx.json', what: 'What one image holds, as CycloneDX 1.5.' },
];

const OF_THE_SITE: readonly PublishedKind[] = [
  { path: 'schema/recipe.schema.json', what: 'JSON Schema of recipe.yml, for editors and validators.' },
  { path: 'sitemap.xml', what: 'Every page, for search engines.' },
  { path: 'opensearch.xml', what: 'How a browser searches here.' },
  { path: 'robots.txt', what: 'That everything may be crawled; read at the root of a host only.' },
];

export const PUBLISHED_FILES: readonly { readonly title: string; readonly files: readonly PublishedKind[] }[] = [
  { title: 'Of all recipes', files: OF_ALL },
  { title: 'Feeds', files: FEEDS },
  { title: 'Of one recipe', files: OF_A_RECIPE },
  { title: 'Of one version', files: OF_A_VERSION },
  { title: 'Of the site', files: OF_THE_SITE },
];
