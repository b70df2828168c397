/** The site's one door to scripts/lib: the value to show, and the words and rules to show it by. */
import { readFileSync } from 'node:fs';
import type { Publication } from '../scripts/lib/catalogue/model.ts';

export { blastRadius } from '../scripts/lib/catalogue/blast-radius.ts';
export { diffVersions, type VersionDiff, verdictWords } from '../scripts/lib/catalogue/diff.ts';
export * from '../scripts/lib/catalogue/flaw-words.ts';
export { PREPARE, TRAEFIK_FILE, VERIFY } from '../scripts/lib/catalogue/guide.ts';
export { MACHINE_FILES, versionFolder } from '../scripts/lib/catalogue/machine.ts';
export { renderMarkdown, safeLink } from '../scripts/lib/catalogue/markdown.ts';
export { barsOf, measureOf } from '../scripts/lib/catalogue/measures.ts';
export type {
  CatalogueRecipe,
  CatalogueVersion,
} from '../scripts/lib/catalogue/model.ts';
export { comparedPairs, pairFolder } from '../scripts/lib/catalogue/pairs.ts';
export { powersOf } from '../scripts/lib/catalogue/powers.ts';
export * from '../scripts/lib/catalogue/rule-words.ts';
export type {
  RuleEntry,
  RuleExample,
} from '../scripts/lib/catalogue/rulebook.ts';
export type { Words } from '../scripts/lib/catalogue/say.ts';
export { statusOf } from '../scripts/lib/catalogue/status.ts';
export { upgradeProof } from '../scripts/lib/catalogue/upgrade-proof.ts';
export { feedback, feedbackText, groupUpstreams } from '../scripts/lib/catalogue/upstreams.ts';
export * from '../scripts/lib/catalogue/words.ts';
export { LEVELS } from '../scripts/lib/certificate/levels.ts';
export type { ScannedVulnerability } from '../scripts/lib/types.ts';

/** Read once per build; `npm run catalogue` writes it and says where. */
export const { catalogue, flakes, rulebook } = readPublication(process.env.RECIPE_COMMONS_CATALOGUE);

function readPublication(file: string | undefined): Publication {
  if (file === undefined) throw new Error('no catalogue to show: build the site with "npm run catalogue"');
  return JSON.parse(readFileSync(file, 'utf8')) as Publication;
}

/** An address on this site, below the folder it is hosted in. `path` has no leading slash. */
export function href(path: string): string {
  return `${import.meta.env.BASE_URL.replace(/\/$/, '')}/${path}`;
}
