import { describe, expect, it } from 'vitest';
import { assessLevels, type Proof, reachedLevel, triedLevel } from '../../scripts/lib/certificate/levels.ts';
import type { Finding, Rung, Verdict } from '../../scripts/lib/types.ts';
import { ALL_RUNGS, IMAGE, lintReport, NOW, rung, SCANNED, scanReport, trialReport } from './sample.ts';

const FINDING: Finding = {
  step: 'lint',
  rule: 'image-tag-floating',
  severity: 'error',
  message: 'Image "notes:latest" floats',
  help: 'pin a version',
  path: null,
  place: null,
  data: {},
};

const PROVEN: Proof = { lint: lintReport(), trial: trialReport({ rungs: ALL_RUNGS }), scan: scanReport() };

/** The level that is left when this rung does not hold. */
const RESTS_ON: readonly (readonly [number, Rung['id']])[] = [
  [2, 'deploys'],
  [2, 'answers'],
  [2, 'removes'],
  [3, 'upgrades'],
  [3, 'rolls-back'],
  [4, 'restores'],
  [5, 'recovers'],
  [6, 'isolated'],
];

function tried(rungs: readonly Rung[], verdict: Verdict = 'pass'): Proof {
  return { ...PROVEN, trial: trialReport({ rungs }, verdict) };
}

function level(proof: Proof): number | null {
  return reachedLevel(assessLevels(proof, NOW))?.level ?? null;
}

function reason(proof: Proof, wanted: number): string | null | undefined {
  return assessLevels(proof, NOW).find((result) => result.level === wanted)?.reason;
}

const { engine } = trialReport().trial;
const otherPeoples = engine && { ...engine, provider: 'context' as const };

describe('levels', () => {
  it('reaches 7 when everything holds', () => {
    expect(assessLevels(PROVEN, NOW).map(({ reached }) => reached)).toEqual(Array(8).fill(true));
    expect(level(PROVEN)).toBe(7);
  });

  it('holds with what a first version skips, and says so', () => {
    const reason = 'No version was published before this one.';
    const proof = { ...PROVEN, trial: trialReport({ rungs: rungsWith('upgrades', { status: 'skip', reason }) }) };
    expect(level(proof)).toBe(7);
    expect(assessLevels(proof, NOW)[4]).toMatchObject({
      name: 'upgrades',
      reached: true,
      reason: `upgrades skipped: ${reason}`,
    });
  });

  it('blames the rung that caps it, in its words', () => {
    const rungs = rungsWith('restores', { status: 'unverified', reason: 'no canary could be planted' });
    const proof = { ...PROVEN, trial: trialReport({ rungs }, 'unverified') };
    expect(level(proof)).toBe(4);
    expect(reason(proof, 5)).toBe('rung restores: unverified, no canary could be planted');
    expect(reason(proof, 6)).toBe('Proven; it counts once every level below does.');
    expect(assessLevels(proof, NOW)[6]).toMatchObject({ reached: false, holds: true });
    expect(triedLevel(assessLevels({ ...proof, scan: null }, NOW))?.level).toBe(4);
  });

  const error: Finding = { ...FINDING, step: 'scan', message: 'Image "notes" has CVE-1', help: 'update it' };
  const moved = { ...SCANNED, digest: `sha256:${'9'.repeat(64)}` };
  const stale = { since: '2026-03-01T00:00:00Z', reason: 'no answer' };
  it.each<[string, Proof['scan'], string, number]>([
    ['passed', scanReport(), 'with the database of 2026-02-28, which counts until 2026-03-07.', 7],
    ['was never made', null, 'Not scanned for known flaws. Next: npm run scan -- --update-db', 1],
    [
      'had no database',
      scanReport({ images: [], scanner: null }, { verdict: 'broken', findings: [error] }),
      'Not scanned for known flaws: Image "notes" has CVE-1. update it',
      1,
    ],
    [
      'lacks the database of Java archives',
      scanReport({ images: [] }, { verdict: 'broken', findings: [{ ...error, rule: 'java-database-missing' }] }),
      'Not scanned for known flaws: Image',
      1,
    ],
    ['broke', scanReport({ images: [] }, { verdict: 'broken', findings: [error] }), 'The scan broke: Image', 1],
    ['saw only a part', scanReport({}, { verdict: 'broken', findings: [error] }), 'The scan broke: Image', 1],
    ['is stale', scanReport({ stale }), 'The scan is stale since 2026-03-01: no answer', 1],
    ['is too old', scanReport({ freshUntil: NOW.toISOString() }), 'a database of 2026-02-28, too old by now', 1],
    ['has no date', scanReport({ freshUntil: null }), 'too old by now', 1],
    ['saw other images', scanReport({ images: [moved] }), 'other images than were deployed: a tag moved', 1],
    ['saw more images', scanReport({ images: [SCANNED, moved] }), 'other images than were deployed', 1],
    ['failed', scanReport({}, { verdict: 'fail', findings: [error] }), 'The scan failed: Image "notes" has CVE-1.', 1],
    ['failed and is stale', scanReport({ stale }, { verdict: 'fail', findings: [error] }), 'The scan failed', 1],
  ])('a scan that %s', (_name, scan, says, expected) => {
    const proof = { ...PROVEN, scan };
    expect(reason(proof, 2)).toContain(says);
    expect(level(proof)).toBe(expected);
    expect(triedLevel(assessLevels(proof, NOW))?.level).toBe(7);
  });

  it('keeps what the trial proved apart from what counts', () => {
    const [, , scanned, deploys] = assessLevels({ ...PROVEN, scan: null }, NOW);
    expect(scanned).toMatchObject({ name: 'scanned', reached: false, holds: false });
    expect(deploys).toMatchObject({ reached: false, holds: true });
    expect(triedLevel(assessLevels({ ...PROVEN, trial: trialReport({ rehearsed: true }) }, NOW))).toBeNull();
    expect(triedLevel(assessLevels({ ...PROVEN, lint: null }, NOW))).toBeNull();
  });

  it.each<[string, Proof, number | null]>([
    ['nothing known', { lint: null, trial: null, scan: null }, null],
    ['lint looked at nothing', { ...PROVEN, lint: lintReport({ looked: 0 }) }, null],
    [
      'unreadable',
      { ...PROVEN, lint: lintReport({ verdict: 'fail', findings: [{ ...FINDING, step: 'read' }] }) },
      null,
    ],
    ['lint error', { ...PROVEN, lint: lintReport({ verdict: 'fail', findings: [FINDING] }) }, 0],
    ['lint broken', { ...PROVEN, lint: lintReport({ verdict: 'broken' }) }, 0],
    ['warnings only', { ...PROVEN, lint: lintReport({ findings: [{ ...FINDING, severity: 'warning' }] }) }, 7],
    ['not tried', { ...PROVEN, trial: null }, 1],
    ['no image deployed', { ...PROVEN, trial: trialReport({ images: [] }) }, 1],
    [
      'image not available',
      {
        ...PROVEN,
        trial: trialReport({
          images: [{ reference: 'x:1', services: ['app'], available: false, error: 'no route', missing: false }],
        }),
      },
      1,
    ],
    ['digest malformed', { ...PROVEN, trial: trialReport({ images: [{ ...IMAGE, digest: 'sha256:short' }] }) }, 1],
    ['rehearsed', { ...PROVEN, trial: trialReport({ rehearsed: true }) }, 1],
    ...RESTS_ON.flatMap(([below, id]): [string, Proof, number][] => {
      const without = ALL_RUNGS.filter((each) => each.id !== id);
      const told = { reason: 'because' };
      return [
        [`${id} fails`, tried(rungsWith(id, { status: 'fail', ...told }), 'fail'), below],
        [`${id} unverified`, tried(rungsWith(id, { status: 'unverified', ...told }), 'unverified'), below],
        [`${id} did not run`, tried(without), below],
        [`${id} skipped without a reason`, tried(rungsWith(id, { status: 'skip' })), below],
        [`${id} skipped for a reason`, tried(rungsWith(id, { status: 'skip', ...told })), id === 'deploys' ? 2 : 7],
      ];
    }),
    ['rotates fails', tried([...ALL_RUNGS, rung('rotates', { status: 'fail', reason: 'because' })], 'fail'), 7],
    ['on a swarm that others use', { ...PROVEN, trial: trialReport({ engine: otherPeoples }) }, 2],
  ])('%s', (_name, proof, expected) => {
    expect(level(proof)).toBe(expected);
  });

  it('blames the first level that does not hold, and only that', () => {
    const proof: Proof = { ...PROVEN, lint: lintReport({ verdict: 'fail', findings: [FINDING] }) };
    expect(reason(proof, 1)).toBe('1 lint error: Image "notes:latest" floats');
    expect(reason(proof, 3)).toBe('Proven; it counts once every level below does.');
  });
});

function rungsWith(id: Rung['id'], change: Partial<Rung>): readonly Rung[] {
  return ALL_RUNGS.map((each) => (each.id === id ? rung(id, change) : each));
}
