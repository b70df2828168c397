import { expect, test } from 'vitest';
import type { TrialPlan } from '../../scripts/lib/trial/plan.ts';
import { type Outcome, trialReport } from '../../scripts/lib/trial/report.ts';
import { declaredSkip, notRun, rung } from '../../scripts/lib/trial/rung.ts';
import type { ImageResult, Recipe, Rung, Verdict } from '../../scripts/lib/types.ts';

const NOTHING: Outcome = { engine: null, edge: null, images: [], commands: [], rungs: [], broken: null };

function reportOf(outcome: Partial<Outcome>) {
  const recipe = { name: 'wiki', version: '1.0.0+1', digest: 'd', commit: null } as Recipe;
  const time = { startedAt: new Date(0), durationMs: 5 };
  return trialReport(recipe, { stack: 'wiki' } as TrialPlan, { ...NOTHING, ...outcome }, time);
}

function rungs(...statuses: Rung['status'][]): readonly Rung[] {
  const ids = ['deploys', 'answers', 'removes'] as const;
  return statuses.map((status, index) => rung(ids[index] ?? 'removes', status, { reason: `${status}!` }));
}

test.each<[Verdict, number, readonly Rung[]]>([
  ['pass', 3, rungs('pass', 'pass', 'pass')],
  ['pass', 2, rungs('pass', 'skip', 'pass')],
  ['fail', 2, rungs('pass', 'fail', 'unverified')],
  ['unverified', 2, rungs('pass', 'pass', 'unverified')],
  ['unverified', 0, rungs('unverified', 'unverified', 'unverified')],
  ['unverified', 0, rungs('skip', 'skip', 'skip')],
  ['unverified', 0, []],
])('%s, %d looked at', (verdict, looked, all) => {
  expect(reportOf({ rungs: all })).toMatchObject({ verdict, looked });
});

test('what we broke outweighs what the recipe failed', () => {
  const report = reportOf({ rungs: rungs('fail'), broken: 'dockerd died' });
  expect(report).toMatchObject({ verdict: 'broken', findings: [{ rule: 'trial-broken', message: 'dockerd died' }] });
});

test('a failing rung is an error, one that could not be tried a warning, each with its reason', () => {
  expect(reportOf({ rungs: rungs('pass', 'fail', 'unverified') }).findings).toMatchObject([
    { rule: 'answers', severity: 'error', message: 'fail!' },
    { rule: 'removes', severity: 'warning', message: 'unverified!' },
  ]);
});

test.each<[boolean, ImageResult['available'], string]>([
  [true, true, 'stand-in'],
  [false, true, 'build'],
  [false, false, 'stand-in'],
])('rehearsed: %s', (rehearsed, available, source) => {
  expect(reportOf({ images: [{ available, source } as ImageResult] }).trial.rehearsed).toBe(rehearsed);
});

test('a rung that stands on a failed one is unverified, unless it was declared not to run', () => {
  const plan = { skips: [{ rung: 'removes', reason: 'keeps its volume busy' }] };
  expect(notRun(['answers', 'removes'], plan)).toMatchObject([
    { id: 'answers', status: 'unverified', reason: 'deploys did not pass' },
    { id: 'removes', status: 'skip', reason: 'keeps its volume busy' },
  ]);
  expect(declaredSkip(plan, 'answers')).toBeNull();
});
