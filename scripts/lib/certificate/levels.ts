import type { Level, Report, Rung, RungId, TrialReport } from '../types.ts';

/** What is known about one tree. Both reports must speak of that tree's bytes; `currentReports` sees to it. */
export interface Proof {
  readonly lint: Report | null;
  readonly trial: TrialReport | null;
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
  readonly obstacle: (proof: Proof) => string | null;
  /** What a reader must know even when it holds. */
  readonly caveat?: string;
}

const RUNGS: readonly RungId[] = ['deploys', 'answers', 'removes'];
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** In order: a level counts only when every one before it is reached. */
export const LEVELS: readonly LevelRule[] = [
  { level: 0, name: 'listed', promise: 'The recipe can be read.', obstacle: unreadable },
  { level: 1, name: 'linted', promise: 'No rule finds an error in it.', obstacle: lintError },
  {
    level: 2,
    name: 'pinned',
    promise: 'Every image that was deployed has its digest recorded.',
    obstacle: unpinnedImage,
    caveat: 'Not scanned for vulnerabilities: that scan has not been built yet.',
  },
  {
    level: 3,
    name: 'deploys',
    promise: 'It became healthy on a fresh swarm, answered on its route and was removed cleanly.',
    obstacle: unprovenRung,
  },
];

/** Every level in order: reached, or why not. */
export function assessLevels(proof: Proof): readonly LevelResult[] {
  let below: LevelRule | null = null;
  return LEVELS.map((rule) => {
    const obstacle = below === null ? rule.obstacle(proof) : `needs level ${below.level} (${below.name}) first`;
    if (obstacle !== null && below === null) below = rule;
    return {
      level: rule.level,
      name: rule.name,
      reached: obstacle === null,
      reason: obstacle ?? rule.caveat ?? null,
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

function unprovenRung({ trial }: Proof): string | null {
  if (trial === null) return 'not tried yet';
  for (const id of RUNGS) {
    const rung = trial.trial.rungs.find((candidate) => candidate.id === id);
    if (rung === undefined) return `rung ${id} did not run`;
    if (!holds(rung)) return `rung ${id}: ${rung.status}${rung.reason === undefined ? '' : `, ${rung.reason}`}`;
  }
  return trial.verdict === 'pass' ? null : `the trial is ${trial.verdict}`;
}

/** A declared skip holds, except for `deploys`: a trial that deployed nothing looked at nothing. */
function holds(rung: Rung): boolean {
  if (rung.status === 'pass') return true;
  return rung.status === 'skip' && rung.reason !== undefined && rung.id !== 'deploys';
}
