import type { Owner, ScannedFact, ScannedVulnerability, VulnerabilitySeverity } from '../types.ts';
import type { Tone } from './words.ts';

export const FLAW_TONES: { readonly [severity in VulnerabilitySeverity]: Tone } = {
  CRITICAL: 'bad',
  HIGH: 'bad',
  MEDIUM: 'unsure',
  LOW: 'neutral',
  UNKNOWN: 'neutral',
};

const OWNERS: { readonly [owner in Owner]: string } = {
  ours: 'In what this recipe builds.',
  upstream: 'In what the makers of the image added.',
  base: 'In the distribution that the image is built on.',
};

export function formatFlawOwner(owner: Owner): string {
  return OWNERS[owner];
}

/** A page that lists thousands helps nobody; the report has all. */
const SHOWN = 60;

/** Those to act on, in the order of the report; the others; and how many of the others are not shown. */
export function splitFlaws(flaws: readonly ScannedVulnerability[]): {
  readonly urgent: readonly ScannedVulnerability[];
  readonly rest: readonly ScannedVulnerability[];
  readonly more: number;
} {
  const isUrgent = ({ status, fixedIn, exploited }: ScannedVulnerability) =>
    status === 'open' && (fixedIn !== null || exploited === true);
  const rest = flaws.filter((each) => !isUrgent(each));
  return { urgent: flaws.filter(isUrgent), rest: rest.slice(0, SHOWN), more: Math.max(0, rest.length - SHOWN) };
}

/** Whether its images were scanned, on a card. */
export const SCAN_WORDS: { readonly [kind in ScannedFact['kind']]: { readonly tone: Tone; readonly text: string } } = {
  passed: { tone: 'good', text: 'scanned' },
  failed: { tone: 'bad', text: 'scan failed' },
  broken: { tone: 'unsure', text: 'scan broke' },
  stale: { tone: 'unsure', text: 'scan is stale' },
  'other-images': { tone: 'unsure', text: 'scan is of other images' },
  'not-scanned': { tone: 'neutral', text: 'not scanned' },
};
