/** What somebody who runs a version should hear of: a newer one, a flaw to act on, a proof that no longer holds. */
import { sha256 } from '../certificate/canonical.ts';
import { parseVersion } from '../recipe/version.ts';
import type { ScannedVulnerability } from '../types.ts';
import { versionFolder } from './addresses.ts';
import type { FeedEntry } from './feed.ts';
import type { CatalogueRecipe, CatalogueVersion } from './model.ts';

/** More numbers than these are on the version's page. */
const FLAWS_TOLD = 20;

/** A version that was published: what is new. */
export function publication(recipe: CatalogueRecipe, version: CatalogueVersion): readonly FeedEntry[] {
  if (version.published === null) return [];
  const { publishedAt } = version.published;
  return [
    {
      id: `${versionFolder(version)}/#published`,
      page: `${versionFolder(version)}/`,
      title: `${recipe.title} ${version.version}`,
      text: [recipe.summary, version.standing.reason, version.releaseNote ?? '']
        .filter((part) => part !== '')
        .join('\n\n'),
      published: publishedAt,
      updated: publishedAt,
      tags: [recipe.category],
    },
  ];
}

/** Of every version published after this one, what its operator has to do. */
export function newerVersions(recipe: CatalogueRecipe, mine: CatalogueVersion): readonly FeedEntry[] {
  const newer = recipe.versions.slice(0, recipe.versions.indexOf(mine));
  return newer.flatMap((version) =>
    publication(recipe, version).map((entry) => ({
      ...entry,
      id: `${versionFolder(mine)}/#newer-${version.version}`,
      title: `You run ${mine.version}; there is ${recipe.title} ${version.version}`,
      text: `${effort(mine.version, version.version)}\n\n${entry.text}`,
    })),
  );
}

/** Flaws that a scan found and somebody can act on: one entry for each set of them, so that the same set is told once. */
export function flawsToActOn(recipe: CatalogueRecipe, version: CatalogueVersion): readonly FeedEntry[] {
  const { scan } = version;
  if (scan === null) return [];
  const open = scan.scan.images
    .flatMap(({ vulnerabilities }) => vulnerabilities)
    .filter(({ status }) => status === 'open');
  const exploited = open.filter((flaw) => flaw.exploited === true);
  const fixable = open.filter((flaw) => flaw.exploited !== true && flaw.fixedIn !== null);
  return [
    { name: 'exploited', found: exploited, says: 'used in attacks' },
    { name: 'fixable', found: fixable, says: 'that a newer package repairs' },
  ].flatMap(({ name, found, says }) => {
    const ids = [...new Set(found.map(({ id }) => id))].sort();
    if (ids.length === 0) return [];
    return [
      {
        id: `${versionFolder(version)}/#${name}-${sha256(ids.join('\n')).slice(0, 16)}`,
        page: `${versionFolder(version)}/#security`,
        title: `${recipe.title} ${version.version}: ${ids.length} known ${ids.length === 1 ? 'flaw' : 'flaws'} ${says}`,
        text: toldFlaws(found),
        published: scan.startedAt,
        updated: scan.startedAt,
        tags: ['security'],
      },
    ];
  });
}

export function expiredProof(recipe: CatalogueRecipe, version: CatalogueVersion): readonly FeedEntry[] {
  const { since, reason } = version.standing;
  if (since === undefined) return [];
  return [
    {
      id: `${versionFolder(version)}/#expired-${since}`,
      page: `${versionFolder(version)}/#certificate`,
      title: `${recipe.title} ${version.version}: its certificate expired`,
      text: reason,
      published: since,
      updated: since,
      tags: ['certificate'],
    },
  ];
}

function toldFlaws(found: readonly ScannedVulnerability[]): string {
  const lines = found.map(({ id, title, package: name, installed, fixedIn }) => {
    const repair = fixedIn === null ? 'nobody has repaired it' : `fixed by ${fixedIn}`;
    return `${id} in ${name} ${installed}, ${repair}${title === '' ? '' : `: ${title}`}`;
  });
  const told = [...new Set(lines)];
  const more = told.length > FLAWS_TOLD ? [`and ${told.length - FLAWS_TOLD} more`] : [];
  return [...told.slice(0, FLAWS_TOLD), ...more].join('\n');
}

/** By what the parts of a version promise. */
function effort(from: string, to: string): string {
  const [mine, newer] = [parseVersion(from), parseVersion(to)];
  if (mine === null || newer === null) return 'Read its release note first.';
  if (newer.x > mine.x) return 'It asks the operator to act: read its release note before you upgrade.';
  if (newer.y > mine.y) return 'It brings features; nothing should have to be done by hand.';
  return 'It brings repairs; nothing should have to be done by hand.';
}
