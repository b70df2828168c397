import { expect, it } from 'vitest';
import { buildCatalogue } from '../../scripts/lib/catalogue/build.ts';
import { barsOf, measureOf } from '../../scripts/lib/catalogue/measures.ts';
import { statusOf } from '../../scripts/lib/catalogue/status.ts';
import type { Flake } from '../../scripts/lib/report/flakes.ts';
import { rung, trialReport } from '../certificate/sample.ts';
import { DEPLOY, NOW, olderVersion, source, version } from './sample.ts';

it('counts what was tried, what was not, and what had to be done twice', async () => {
  const retried = [{ step: 'GET /', reason: 'no task', times: 1 }];
  const rungs = [rung('deploys'), rung('answers', { retried }), rung('removes')];
  const trial = trialReport({ commands: [DEPLOY], rungs });
  const catalogue = await buildCatalogue(source(version({ trial }), olderVersion()), NOW);
  const flake = (at: string): Flake => {
    const where = { recipe: 'notes', version: '1.1.0+2.0', rung: 'answers', status: 'pass' } as const;
    return { at, ...where, step: 'GET /', reason: 'no task', times: 1 };
  };
  const status = statusOf(catalogue, [flake('2026-01-01T00:00:00Z'), flake('2026-02-01T00:00:00Z')]);
  expect(status).toMatchObject({ untried: 0, rungs: 3, retried: 1 });
  const older = await buildCatalogue(source(olderVersion()), NOW);
  expect(statusOf(older, [])).toMatchObject({ untried: 1, rungs: 0, retried: 0, runs: [] });
  expect(status.runs.map(({ version }) => version.version)).toEqual(['1.1.0+2.0']);
  expect(status.flakes.map(({ at }) => at)).toEqual(['2026-02-01T00:00:00Z', '2026-01-01T00:00:00Z']);
});

it('measures nothing by stand-ins, and compares what it measured', () => {
  const rungs = [rung('deploys', { measures: { memoryIdleBytes: 50 } })];
  expect(measureOf({ trial: trialReport({ rungs }) }, 'deploys', 'memoryIdleBytes')).toBe(50);
  expect(measureOf({ trial: trialReport({ rungs }) }, 'deploys', 'memoryPeakBytes')).toBeNull();
  expect(measureOf({ trial: trialReport({ rungs, rehearsed: true }) }, 'deploys', 'memoryIdleBytes')).toBeNull();
  expect(measureOf({ trial: null }, 'deploys', 'memoryIdleBytes')).toBeNull();
  expect(
    barsOf([
      ['a', 50],
      ['b', null],
      ['c', 100],
      ['d', 0],
    ]),
  ).toEqual([
    { label: 'a', value: 50, share: 0.5 },
    { label: 'c', value: 100, share: 1 },
    { label: 'd', value: 0, share: 0 },
  ]);
  expect(barsOf([['a', 0]])).toEqual([{ label: 'a', value: 0, share: 0 }]);
});
