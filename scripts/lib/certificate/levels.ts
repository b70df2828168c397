import type { Level, Report, Rung, RungId, ScanReport, TrialReport } from '../types.ts';
import { scannedFact } from './scanned.ts';

/** What is known about one tree. All reports must speak of that tree's bytes; `currentReports` sees to it. */
export interface Proof {
  readonly lint: Report | null;
  readonly trial: TrialReport | null;
  readonly scan: ScanReport | null;
}

/** `reason` is null when there is nothing to add; a reached level may carry one (something skipped by us, said so). */
export interface LevelResult {
  readonly level: Level;
  readonly name: string;
  readonly reached: boolean;
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

/** In order: a level counts only when every one before it is reached. */
export const LEVELS: readonly LevelRule[] = [
  { level: 0, name: 'listed', promise: 'The recipe can be read.', obstacle: unreadable },
  { level: 1, name: 'linted', promise: 'No rule finds an error in it.', obstacle: lintError },
  {
    level: 2,
    name: 'pinned',
    promise: 'Every image that was deployed has its digest recorded, and none failed a scan for known flaws.',
    obstacle: (proof, now) => unpinnedImage(proof) ?? failedScan(proof, now),
    // Without a database of flaws nobody can scan: that says nothing about what a trial has proven, so it is told and caps nothing.
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
  let below: LevelRule | null = null;
  return LEVELS.map((rule) => {
    const obstacle = below === null ? rule.obstacle(proof, now) : `needs level ${below.level} (${below.name}) first`;
    if (obstacle !== null && below === null) below = rule;
    return {
      level: rule.level,
      name: rule.name,
      reached: obstacle === null,
      reason: obstacle ?? rule.caveat?.(proof, now) ?? null,
    };
  });
}

/** The highest level reached; null when not even the first is. */
export function reachedLevel(levels: readonly LevelResult[]): LevelResult | null {
  return levels.findLast((level) => level.reached) ?? null;
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

function unpinnedImage({ trial }: Proof): string | null {
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

function failedScan(proof: Proof, now: Date): string | null {
  const { kind, says } = scannedFact(proof, now);
  return kind === 'failed' ? says : null;
}

/** A level that rests on `rungs`: each must have passed, or have been skipped for a reason, which is told. */
function proving(rungs: readonly RungId[]): Pick<LevelRule, 'obstacle' | 'caveat'> {
  return {
    obstacle({ trial }) {
      if (trial === null) return 'not tried yet';
      // Something was deployed on top of the recipe's own files.
      if (trial.trial.engine?.provider === 'context') return 'tried on a swarm that others use, and changed for it';
      const why = rungs.map((id) =>
        unproven(
          id,
          trial.trial.rungs.find((each) => each.id === id),
        ),
      );
      return why.find((each) => each !== null) ?? null;
    },
    caveat({ trial }) {
      const skipped = (trial?.trial.rungs ?? []).filter(({ id, status }) => rungs.includes(id) && status === 'skip');
      return skipped.length === 0 ? null : skipped.map(({ id, reason }) => `${id} skipped: ${reason}`).join(' ');
    },
  };
}

/** `deploys` cannot be skipped: a trial that deployed nothing looked at nothing. */
function unproven(id: RungId, rung: Rung | undefined): string | null {
  if (rung === undefined) return `rung ${id} did not run`;
  const skipped = rung.status === 'skip' && rung.reason !== undefined && id !== 'deploys';
  if (rung.status === 'pass' || skipped) return null;
  return `rung ${id}: ${rung.status}${rung.reason === undefined ? '' : `, ${rung.reason}`}`;
}
