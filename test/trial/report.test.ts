import { expect, test } from 'vitest';
import type { TrialPlan } from '../../scripts/lib/trial/plan.ts';
import { everyRung, type Outcome, trialReport } from '../../scripts/lib/trial/report.ts';
import { inFolder, rung } from '../../scripts/lib/trial/rung.ts';
import type { ImageResult, Recipe, Rung, Verdict } from '../../scripts/lib/types.ts';

const NOTHING: Outcome = { engine: null, slowdown: null, edge: null, images: [], commands: [], rungs: [], broken: [] };

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
  const report = reportOf({ rungs: rungs('fail'), broken: [{ rung: 'upgrades', message: 'dockerd died' }] });
  expect(report).toMatchObject({
    verdict: 'broken',
    findings: [
      { rule: 'trial-broken', message: 'upgrades: dockerd died' },
      { rule: 'deploys', message: 'fail!' },
    ],
  });
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

test('every rung that was asked for is told of, in order: what it came to, what broke it, or that nothing stood below it', () => {
  const plan = { skips: [{ rung: 'rotates', reason: 'has no secrets' }] };
  const climbed = [rung('rolls-back', 'pass'), rung('deploys', 'pass')];
  const broken = [{ rung: 'upgrades', message: 'dockerd died' }] as const;
  const asked = ['deploys', 'upgrades', 'rolls-back', 'restores', 'rotates'] as const;
  expect(everyRung(asked, { rungs: climbed, broken }, plan)).toMatchObject([
    { id: 'deploys', status: 'pass' },
    { id: 'upgrades', status: 'unverified', reason: 'dockerd died' },
    { id: 'rolls-back', status: 'pass' },
    { id: 'restores', status: 'unverified', reason: 'deploys did not pass' },
    { id: 'rotates', status: 'skip', reason: 'has no secrets' },
  ]);
});

test('what breaks the installation leaves all of it unverified, for that reason', () => {
  const broken = [{ rung: null, message: 'no engine' }];
  expect(everyRung(['deploys', 'answers', 'upgrades'], { rungs: [], broken }, { skips: [] })).toMatchObject([
    { id: 'deploys', status: 'unverified', reason: 'no engine' },
    { id: 'answers', status: 'unverified', reason: 'no engine' },
    { id: 'upgrades', status: 'unverified', reason: 'deploys did not pass' },
  ]);
});

test('evidence in a folder of its own is named from the report', () => {
  const kept = rung('upgrades', 'fail', {
    evidence: [
      { kind: 'log', title: 'a', file: 'evidence/log-app.txt' },
      { kind: 'canaries', title: 'b', text: 'c' },
    ],
  });
  expect(inFolder(kept, 'upgrades').evidence).toEqual([
    { kind: 'log', title: 'a', file: 'upgrades/evidence/log-app.txt' },
    { kind: 'canaries', title: 'b', text: 'c' },
  ]);
});

test('a set-up that waits for strangers is a warning and no failure', () => {
  const text = 'A fresh install lets whoever comes first set it up: https://wiki.test/install says "Installation".';
  const open = rung('answers', 'pass', { evidence: [{ kind: 'first-run', title: 'Set-up open to strangers', text }] });
  const report = reportOf({ rungs: [rung('deploys', 'pass'), open] });
  expect(report.verdict).toBe('pass');
  expect(report.findings).toMatchObject([{ rule: 'first-run-open', severity: 'warning', message: text }]);
});

test('a warning is told and fails nothing', () => {
  const warned = rung('isolated', 'pass', { warnings: ['it calls home'] });
  expect(reportOf({ rungs: [warned] })).toMatchObject({
    verdict: 'pass',
    findings: [{ rule: 'isolated', severity: 'warning', message: 'it calls home' }],
  });
});
