/** What a trial has shown of the way from one version to another, and back. Pure. */
import type { Rung } from '../types.ts';
import type { CatalogueVersion } from './model.ts';
import { formatDuration } from './words.ts';

export interface UpgradeProof {
  readonly kind: 'proven' | 'failed' | 'unverified';
  /** One sentence. */
  readonly says: string;
  /** How long nobody was answered at the worst; null when that was not measured. */
  readonly gapMs: number | null;
  /** A sentence about going back; null when nobody tried. */
  readonly wayBack: string | null;
}

export function upgradeProof({ trial }: Pick<CatalogueVersion, 'trial'>, from: string): UpgradeProof {
  const none = { gapMs: null, wayBack: null };
  if (trial === null) return { kind: 'unverified', says: 'No trial of the newer version is recorded here.', ...none };
  if (trial.trial.rehearsed) {
    return {
      kind: 'unverified',
      says: 'The trial ran with stand-ins for the real images; it proves no upgrade.',
      ...none,
    };
  }
  const upgrade = trial.trial.rungs.find(({ id }) => id === 'upgrades');
  const wayBack = wayBackOf(trial.trial.rungs, from);
  if (upgrade === undefined || !isFrom(upgrade, from)) {
    return {
      kind: 'unverified',
      says: 'The trial of the newer version did not begin with this one.',
      ...none,
      wayBack,
    };
  }
  const measure = (name: string) => upgrade.measures[`${name} from ${from}`] ?? upgrade.measures[name];
  const gapMs = measure('longestGapMs') ?? null;
  if (upgrade.status === 'fail')
    return { kind: 'failed', says: upgrade.reason ?? 'The upgrade failed.', gapMs, wayBack };
  if (upgrade.status !== 'pass') {
    return { kind: 'unverified', says: upgrade.reason ?? 'The upgrade could not be tried.', gapMs, wayBack };
  }
  const canaries = measure('canaries');
  const kept = canaries === undefined ? '' : `, and all ${canaries} planted data were there afterwards`;
  return {
    kind: 'proven',
    says: `It was upgraded from exactly this version, ${noticed(gapMs)}${kept}.`,
    gapMs,
    wayBack,
  };
}

function noticed(gapMs: number | null): string {
  if (gapMs === null) return 'while nobody could ask it';
  return gapMs === 0
    ? 'and every request was answered'
    : `the longest time without an answer was ${formatDuration(gapMs)}`;
}

function isFrom({ measures, evidence }: Rung, from: string): boolean {
  const named = Object.keys(measures).some((name) => name.endsWith(` from ${from}`));
  return named || evidence.some(({ title }) => title.endsWith(`(from ${from})`));
}

/** As the rung rolls-back grades it: "the way back to 1.0.0+1 is reversible". */
function wayBackOf(rungs: readonly Rung[], from: string): string | null {
  const evidence = rungs.find(({ id }) => id === 'rolls-back')?.evidence ?? [];
  const text = evidence.find(({ kind }) => kind === 'downgrade')?.text?.trim();
  if (text === undefined || !text.includes(from)) return null;
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
