/** Badges of a recipe, about its newest version: what is not proven by a certificate that holds is grey. Pure. */
import { reachedLevel } from '../certificate/levels.ts';
import { escapeMarkup, shortened } from './markup.ts';
import type { CatalogueRecipe, CatalogueVersion } from './model.ts';

export interface Badge {
  readonly label: string;
  readonly message: string;
  readonly tone: 'good' | 'bad' | 'unsure' | 'neutral';
}

type BadgeId = 'level' | 'version' | 'restores' | 'flaws';

/** Each with what /data/ and the pages of upstream projects say about it. */
export const BADGES: readonly {
  readonly id: BadgeId;
  readonly what: string;
  readonly make: (version: CatalogueVersion) => Badge;
}[] = [
  { id: 'level', what: 'how much is proven', make: levelBadge },
  { id: 'version', what: 'the newest version', make: versionBadge },
  { id: 'restores', what: 'whether its backup came back whole', make: restoresBadge },
  { id: 'flaws', what: 'known flaws since the version before', make: flawsBadge },
];

export function badgePath(recipe: string, id: BadgeId): string {
  return `r/${recipe}/badge/${id}`;
}

/** What is proven while a certificate holds; null while none does. */
export function levelOf({ standing, levels }: CatalogueVersion): { level: number; name: string } | null {
  const reached = standing.kind === 'tried' ? reachedLevel(levels) : null;
  return reached === null ? null : { level: reached.level, name: reached.name };
}

/** The rung itself passed: skipped is not proven. */
export function restoresProven({ standing, trial }: CatalogueVersion): boolean {
  return (
    standing.kind === 'tried' &&
    trial?.trial.rungs.some(({ id, status }) => id === 'restores' && status === 'pass') === true
  );
}

function levelBadge(version: CatalogueVersion): Badge {
  const level = levelOf(version);
  if (level !== null) return { label: 'swarm level', message: `${level.level} ${level.name}`, tone: 'good' };
  const tone = version.standing.kind === 'failed' ? 'bad' : 'neutral';
  return { label: 'swarm level', message: version.standing.label, tone };
}

function versionBadge({ version, published }: CatalogueVersion): Badge {
  return { label: 'recipe', message: published === null ? `${version} (draft)` : version, tone: 'neutral' };
}

function restoresBadge(version: CatalogueVersion): Badge {
  return restoresProven(version)
    ? { label: 'restores', message: 'proven', tone: 'good' }
    : { label: 'restores', message: 'not proven', tone: 'neutral' };
}

/** The delta is what a version answers for: the flaws of its distribution are everybody's. */
function flawsBadge({ scan, scanned }: CatalogueVersion): Badge {
  const label = 'known flaws';
  if (scan === null || scan.verdict === 'broken') return { label, message: 'not scanned', tone: 'neutral' };
  const flaws = scan.scan.images
    .flatMap(({ vulnerabilities }) => vulnerabilities)
    .filter(({ status }) => status === 'open');
  const stale = scanned.kind === 'passed' || scanned.kind === 'failed' ? '' : ' (old scan)';
  if (flaws.some(({ exploited }) => exploited === true))
    return { label, message: `used in attacks${stale}`, tone: 'bad' };
  const tone = scanned.kind === 'failed' ? 'bad' : stale !== '' ? 'neutral' : flaws.length === 0 ? 'good' : 'unsure';
  const delta = `${flaws.filter(({ isNew }) => isNew === true).length} new, ${scan.scan.fixed.length} gone`;
  return { label, message: 'none' in scan.scan.against ? `${flaws.length}${stale}` : `${delta}${stale}`, tone };
}

const COLOURS: { readonly [tone in Badge['tone']]: string } = {
  good: '#1c6b45',
  bad: '#a3271f',
  unsure: '#7a5200',
  neutral: '#4d5358',
};
/** A label and a message longer than this belong on a page. */
const LONGEST = 40;
/** Of one character of 11 px Verdana and its like, on the wide side. */
const CHARACTER = 7;
const MARGIN = 12;

/** Flat and without a font of its own; the text is fitted to the width we reckon with. */
export function badgeSvg(badge: Badge): string {
  const [label, message] = [shortened(badge.label, LONGEST), shortened(badge.message, LONGEST)];
  const [left, right] = [widthOf(label), widthOf(message)];
  const name = escapeMarkup(`${label}: ${message}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${name}"><title>${name}</title>
<rect width="${left}" height="20" fill="#2b2f33"/><rect x="${left}" width="${right}" height="20" fill="${COLOURS[badge.tone]}"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">${textAt(label, left / 2, left)}${textAt(message, left + right / 2, right)}</g></svg>
`;
}

function textAt(text: string, x: number, width: number): string {
  return `<text x="${x}" y="14" textLength="${width - MARGIN}" lengthAdjust="spacingAndGlyphs">${escapeMarkup(text)}</text>`;
}

function widthOf(text: string): number {
  return Math.ceil([...text].length * CHARACTER) + MARGIN;
}

/** As badge services ask for it: https://shields.io/badges/endpoint-badge */
export function badgeEndpoint({ label, message, tone }: Badge): unknown {
  return {
    schemaVersion: 1,
    label: shortened(label, LONGEST),
    message: shortened(message, LONGEST),
    color: COLOURS[tone].slice(1),
  };
}

export function badgesOf({
  versions: [newest],
}: CatalogueRecipe): readonly { readonly id: BadgeId; readonly badge: Badge }[] {
  return newest === undefined ? [] : BADGES.map(({ id, make }) => ({ id, badge: make(newest) }));
}
