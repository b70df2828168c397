/** The site's one door to scripts/lib: the value to show, and the words and rules to show it by. */
import type { CatalogueRecipe, Publication } from '../scripts/lib/catalogue/model.ts';
import { readPieces } from '../scripts/lib/catalogue/pieces.ts';
import type { Fact } from '../scripts/lib/catalogue/search/facts.ts';

export { versionFolder, wholeAddress } from '../scripts/lib/catalogue/addresses.ts';
export { diffVersions, type VersionDiff, verdictWords } from '../scripts/lib/catalogue/diff.ts';
export * from '../scripts/lib/catalogue/flaw-words.ts';
export { PREPARE, TRAEFIK_FILE, VERIFY } from '../scripts/lib/catalogue/guide.ts';
export { linkedData } from '../scripts/lib/catalogue/linked-data.ts';
export { renderMarkdown, safeLink } from '../scripts/lib/catalogue/markdown.ts';
export { embeddedJson } from '../scripts/lib/catalogue/markup.ts';
export { barsOf, measureOf } from '../scripts/lib/catalogue/measures.ts';
export type {
  CatalogueRecipe,
  CatalogueVersion,
} from '../scripts/lib/catalogue/model.ts';
export { comparedPairs, pairFolder } from '../scripts/lib/catalogue/pairs.ts';
export { contentPolicy } from '../scripts/lib/catalogue/policy.ts';
export { powersOf } from '../scripts/lib/catalogue/powers.ts';
export { PUBLISHED_FILES } from '../scripts/lib/catalogue/published-files.ts';
export * from '../scripts/lib/catalogue/rule-words.ts';
export type {
  RuleEntry,
  RuleExample,
} from '../scripts/lib/catalogue/rulebook.ts';
export type { Words } from '../scripts/lib/catalogue/say.ts';
export { card, toHtml } from '../scripts/lib/catalogue/search/card.ts';
export * from '../scripts/lib/catalogue/search/facets.ts';
export type { Fact } from '../scripts/lib/catalogue/search/facts.ts';
export { type PageLink, pagination } from '../scripts/lib/catalogue/search/pagination.ts';
export { byProof } from '../scripts/lib/catalogue/search/passes.ts';
export { PER_PAGE } from '../scripts/lib/catalogue/search/state.ts';
export { statusOf } from '../scripts/lib/catalogue/status.ts';
export { upgradeProof } from '../scripts/lib/catalogue/upgrade-proof.ts';
export { feedback, feedbackText, groupUpstreams } from '../scripts/lib/catalogue/upstreams.ts';
export * from '../scripts/lib/catalogue/words.ts';
export { LEVELS } from '../scripts/lib/certificate/levels.ts';
export { provenInWords } from '../scripts/lib/certificate/proven.ts';
export type { ScannedVulnerability } from '../scripts/lib/types.ts';

/** Read once per build; `npm run catalogue` writes it and says where. */
const publication = readPublication(process.env.RECIPE_COMMONS_CATALOGUE);
export const { catalogue, rulebook, security, flakes, address } = publication;

const factsByName = new Map(publication.facts.map((fact) => [fact.name, fact]));

/** What a list shows of a recipe. */
export function factOf({ name }: CatalogueRecipe): Fact {
  const fact = factsByName.get(name);
  if (fact === undefined) throw new Error(`the catalogue has no facts of ${name}`);
  return fact;
}

function readPublication(folder: string | undefined): Publication {
  if (folder === undefined) throw new Error('no catalogue to show: build the site with "npm run catalogue"');
  return readPieces(folder);
}

/** Of the paths of a page those that this process builds: a large commons is shown by several. */
export function ownShare<Path>(paths: readonly Path[]): Path[] {
  const [share = 0, of = 1] = (process.env.RECIPE_COMMONS_SHARE ?? '0/1').split('/').map(Number);
  return paths.filter((_, index) => Math.floor((index * of) / paths.length) === share);
}

/** An address on this site, below the folder it is hosted in. `path` has no leading slash. */
export function href(path: string): string {
  return `${import.meta.env.BASE_URL.replace(/\/$/, '')}/${path}`;
}
