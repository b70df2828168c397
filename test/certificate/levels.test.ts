import { describe, expect, it } from 'vitest';
import { assessLevels, type Proof, reachedLevel } from '../../scripts/lib/certificate/levels.ts';
import type { Finding } from '../../scripts/lib/types.ts';
import { IMAGE, lintReport, rung, trialReport } from './sample.ts';

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

const PROVEN: Proof = { lint: lintReport(), trial: trialReport() };

function level(proof: Proof): number | null {
  return reachedLevel(assessLevels(proof))?.level ?? null;
}

function reason(proof: Proof, wanted: number): string | null | undefined {
  return assessLevels(proof).find((result) => result.level === wanted)?.reason;
}

describe('levels', () => {
  it('reaches 3 when everything holds', () => {
    expect(assessLevels(PROVEN).map((result) => result.reached)).toEqual([true, true, true, true]);
    expect(level(PROVEN)).toBe(3);
  });

  it('says that no vulnerability scan was made, even when pinned', () => {
    expect(reason(PROVEN, 2)).toContain('Not scanned for vulnerabilities');
  });

  it.each<[string, Proof, number | null]>([
    ['nothing known', { lint: null, trial: null }, null],
    ['lint looked at nothing', { ...PROVEN, lint: lintReport({ looked: 0 }) }, null],
    [
      'unreadable',
      { ...PROVEN, lint: lintReport({ verdict: 'fail', findings: [{ ...FINDING, step: 'read' }] }) },
      null,
    ],
    ['lint error', { ...PROVEN, lint: lintReport({ verdict: 'fail', findings: [FINDING] }) }, 0],
    ['lint broken', { ...PROVEN, lint: lintReport({ verdict: 'broken' }) }, 0],
    ['warnings only', { ...PROVEN, lint: lintReport({ findings: [{ ...FINDING, severity: 'warning' }] }) }, 3],
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
    ['rung missing', { ...PROVEN, trial: trialReport({ rungs: [rung('deploys'), rung('answers')] }) }, 2],
    ...(['fail', 'unverified'] as const).flatMap((status) =>
      (['deploys', 'answers', 'removes'] as const).map((id): [string, Proof, number] => [
        `${id} ${status}`,
        { ...PROVEN, trial: trialReport({ rungs: rungsWith(id, { status, reason: 'because' }) }) },
        2,
      ]),
    ),
    [
      'declared skip',
      { ...PROVEN, trial: trialReport({ rungs: rungsWith('answers', { status: 'skip', reason: 'no web page' }) }) },
      3,
    ],
    ['skip without reason', { ...PROVEN, trial: trialReport({ rungs: rungsWith('answers', { status: 'skip' }) }) }, 2],
    [
      'deploys skipped',
      { ...PROVEN, trial: trialReport({ rungs: rungsWith('deploys', { status: 'skip', reason: 'no' }) }) },
      2,
    ],
    ['trial broken', { ...PROVEN, trial: trialReport({}, 'broken') }, 2],
  ])('%s', (_name, proof, expected) => {
    expect(level(proof)).toBe(expected);
  });

  it('blames the first level that does not hold, and only that', () => {
    const proof: Proof = { lint: lintReport({ verdict: 'fail', findings: [FINDING] }), trial: trialReport() };
    expect(reason(proof, 1)).toBe('1 lint error: Image "notes:latest" floats');
    expect(reason(proof, 3)).toBe('needs level 1 (linted) first');
  });
});

function rungsWith(id: 'deploys' | 'answers' | 'removes', change: Parameters<typeof rung>[1]) {
  return (['deploys', 'answers', 'removes'] as const).map((each) => rung(each, each === id ? change : {}));
}
