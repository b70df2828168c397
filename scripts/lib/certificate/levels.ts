import type { Level, Report, Rung, RungId, ScanReport, TrialReport } from '../types.ts';
import { scannedFact } from './scanned.ts';

/** What is known about one tree. All reports must speak of that tree's bytes; `currentReports` sees to it. */
export interface Proof {
  readonly lint: Report | null;
  readonly trial: TrialReport | null;
  readonly scan: ScanReport | null;
}

export interface LevelResult {
  readonly level: Level;
  readonly name: string;
  readonly reached: boolean;
  /** What it promises was proven, whether or not a level below it is missing. */
  readonly holds: boolean;
  /** Null when there is nothing to add; a reached level may carry one (something skipped by us, said so). */
  readonly reason: string | null;
}

interface LevelRule {
  readonly level: Level;
  readonly name: string;
  /** What it promises, in a hoster's words. */
  readonly promise: string;
  /** Why it does not hold, or null. */
  readonly obstacle: (proof: Proof, now: Date) => string | null;
  /** What a reader must know even when it holds. */
  readonly caveat?: (proof: Proof, now: Date) => string | null;
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** The one level that says nothing about a running app: a trial can be judged without it. */
export const SCANNED: Level = 2;

/** In order: a level counts only when every one before it is reached. */
export const LEVELS: readonly LevelRule[] = [
  { level: 0, name: 'listed', promise: 'The recipe can be read.', obstacle: unreadable },
  { level: 1, name: 'linted', promise: 'No rule finds an error in it.', obstacle: lintError },
  {
    level: SCANNED,
    name: 'scanned',
    promise: 'Exactly the images that were deployed passed a scan for known flaws, by what was known lately.',
    obstacle: (proof, now) => untried(proof) ?? unscanned(proof, now),
    caveat: (proof, now) => scannedFact(proof, now).says,
  },
  {
    level: 3,
    name: 'deploys',
    promise: 'It became healthy on a fresh swarm, answered on its route and was removed cleanly.',
    ...proving(['deploys', 'answers', 'removes']),
  },
  {
    level: 4,
    name: 'upgrades',
    promise: 'It took over the data of the version before, and a broken update undid itself.',
    ...proving(['upgrades', 'rolls-back']),
  },
  {
    level: 5,
    name: 'restores',
    promise: 'Its backup, taken by its labels, came back whole on a fresh swarm.',
    ...proving(['restores']),
  },
  {
    level: 6,
    name: 'recovers',
    promise: 'It came back by itself, with its data, after its containers were killed and after a cold start.',
    ...proving(['recovers']),
  },
  {
    level: 7,
    name: 'isolated',
    promise: 'A neighbour reached nothing but what it publishes, and swarm enforced the hardening it asks for.',
    ...proving(['isolated']),
  },
];

/** Every level in order: reached, or why not. */
export function assessLevels(proof: Proof, now: Date): readonly LevelResult[] {
  let below = false;
  return LEVELS.map((rule) => {
    const { level, name } = rule;
    const obstacle = rule.obstacle(proof, now);
    const told = [
      obstacle ?? rule.caveat?.(proof, now) ?? null,
      below && obstacle === null ? 'Proven; it counts once every level below does.' : null,
    ].filter((each) => each !== null);
    const reached = !below && obstacle === null;
    below ||= obstacle !== null;
    return { level, name, reached, holds: obstacle === null, reason: told.length === 0 ? null : told.join(' ') };
  });
}

/** The highest level reached; null when not even the first is. */
export function reachedLevel(levels: readonly LevelResult[]): LevelResult | null {
  return levels.findLast((level) => level.reached) ?? null;
}

/** The highest level that the trial proves when nobody asks for a scan; null when it proves none. */
export function triedLevel(levels: readonly LevelResult[]): LevelResult | null {
  const missed = levels.findIndex(({ level, holds }) => !holds && level !== SCANNED);
  const highest = (missed === -1 ? levels : levels.slice(0, missed)).at(-1);
  return highest !== undefined && highest.level > SCANNED ? highest : null;
}

function unreadable({ lint }: Proof): string | null {
  if (lint === null) return 'not linted yet';
  if (lint.looked === 0) return 'lint looked at nothing';
  const fault = lint.findings.find((finding) => finding.step === 'read' && finding.severity === 'error');
  return fault === undefined ? null : `cannot be read: ${fault.message}`;
}

function lintError({ lint }: Proof): string | null {
  const errors = (lint?.findings ?? []).filter((finding) => finding.severity === 'error');
  if (errors[0] !== undefined)
    return `${errors.length} lint error${errors.length > 1 ? 's' : ''}: ${errors[0].message}`;
  return lint?.verdict === 'pass' ? null : `lint is ${lint?.verdict ?? 'missing'}`;
}

/** Why the trial says nothing about the images a hoster gets. */
function untried({ trial }: Proof): string | null {
  if (trial === null) return 'not tried yet';
  // The digests of stand-ins say nothing about the images a hoster gets.
  if (trial.trial.rehearsed) return 'rehearsed with stand-ins: proves nothing about the app';
  if (trial.trial.images.length === 0) return 'the trial deployed no image';
  for (const image of trial.trial.images) {
    if (!image.available) return `image "${image.reference}" is not available: ${image.error}`;
    if (!DIGEST.test(image.digest)) return `image "${image.reference}" has no recorded digest`;
  }
  return null;
}

function unscanned(proof: Proof, now: Date): string | null {
  const { kind, says } = scannedFact(proof, now);
  return kind === 'passed' ? null : says;
}

/** A level that rests on `rungs`: each must have passed, or have been skipped for a reason, which is told. */
function proving(rungs: readonly RungId[]): Pick<LevelRule, 'obstacle' | 'caveat'> {
  return {
    obstacle(proof) {
      const { engine, rungs: climbed = [] } = proof.trial?.trial ?? {};
      const unproven = () =>
        rungs.map((id) =>
          missing(
            id,
            climbed.find((each) => each.id === id),
          ),
        );
      // Something was deployed on top of the recipe's own files.
      const changed = engine?.provider === 'context' ? 'tried on a swarm that others use, and changed for it' : null;
      return untried(proof) ?? changed ?? unproven().find((each) => each !== null) ?? null;
    },
    caveat({ trial }) {
      const skipped = (trial?.trial.rungs ?? []).filter(({ id, status }) => rungs.includes(id) && status === 'skip');
      return skipped.length === 0 ? null : skipped.map(({ id, reason }) => `${id} skipped: ${reason}`).join(' ');
    },
  };
}

/** `deploys` cannot be skipped: a trial that deployed nothing looked at nothing. */
function missing(id: RungId, rung: Rung | undefined): string | null {
  if (rung === undefined) return `rung ${id} did not run`;
  const skipped = rung.status === 'skip' && rung.reason !== undefined && id !== 'deploys';
  if (rung.status === 'pass' || skipped) return null;
  return `rung ${id}: ${rung.status}${rung.reason === undefined ? '' : `, ${rung.reason}`}`;
}
