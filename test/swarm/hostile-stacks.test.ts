/** What a stack may do to the machine it is tried on: its trial tells, and the others do not notice. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportFolder } from '../../scripts/lib/report/store.ts';
import type { TrialReport } from '../../scripts/lib/types.ts';
import { type FaultSetup, openFaultSetup } from './fault-setup.ts';
import { plainRecipe } from './plain-recipe.ts';
import { ladderOf, reasonsOf, rungOf } from './trial-setup.ts';

let setup: FaultSetup;
beforeAll(async () => {
  setup = await openFaultSetup();
});
afterAll(() => setup[Symbol.asyncDispose]());

function shell(script: string): string[] {
  return ['sh', '-c', script];
}

const ALIVE = { test: ['CMD', 'sh', '-c', 'exit 0'], interval: '1s', timeout: '5s', retries: 2 };

function expectFailed(report: TrialReport, reason: RegExp): void {
  expect(rungOf(report, 'deploys').reason).toMatch(reason);
  expect(ladderOf(report), reasonsOf(report)).toBe('deploys fail, answers skip, removes unverified');
  expect(report.verdict).toBe('fail');
}

test('a task that ignores SIGTERM is waited for as long as it asks, and killed', async () => {
  const stubborn = await plainRecipe('stubborn', {
    command: shell('trap "" TERM; while :; do sleep 1; done'),
    stop_grace_period: '4s',
  });
  const report = await setup.besideAnother(stubborn);
  expect(ladderOf(report), reasonsOf(report)).toBe('deploys pass, answers skip, removes pass');
  expect(rungOf(report, 'removes').durationMs).toBeGreaterThan(4000);
});

test('a fork bomb fails at its own limit', async () => {
  const bomb = await plainRecipe('bomb', {
    command: shell('while :; do sleep 60 & done'),
    healthcheck: ALIVE,
    deploy: { resources: { limits: { pids: 64, cpus: '0.5' } } },
  });
  expectFailed(await setup.besideAnother(bomb), /failed with exit code 2, 2 times.*Cannot fork/);
  expect(await setup.evidenceOf(bomb)).toContain('log-app.txt');
});

test('a log flood passes when the app does, and what is kept of it is little', async () => {
  const line = 'x'.repeat(1000);
  const flood = await plainRecipe('flood', {
    command: shell(`while :; do echo ${line}; done`),
    healthcheck: ALIVE,
    deploy: { resources: { limits: { cpus: '0.5' } } },
  });
  const report = await setup.besideAnother(flood);
  expect(ladderOf(report), reasonsOf(report)).toBe('deploys pass, answers skip, removes pass');
  const log = join(reportFolder(setup.root, 'flood', report.subject.version), 'evidence/log-app.txt');
  expect((await stat(log)).size).toBeGreaterThan(100_000);
  expect((await stat(log)).size).toBeLessThan(300_000);
  expect(JSON.stringify(report).length).toBeLessThan(50_000);
});

test('a memory hog fails at its own limit', async () => {
  const hog = await plainRecipe('hog', {
    command: shell('x=memory; while :; do x=$$x$$x; done'),
    deploy: { resources: { limits: { memory: '64M' } } },
  });
  expectFailed(await setup.besideAnother(hog), /ran out of memory: it reached its memory limit of 64 MiB/);
  expect(await setup.evidenceOf(hog)).toContain('inspect.json');
});

test.each([
  [
    'dies of it',
    'echo more >/data/more || exit 7; sleep 999',
    /failed with exit code 7.* The stack filled its disk of \d+ GB\./,
  ],
  ['does not mind', 'sleep 999', /^The stack filled its disk of \d+ GB\.$/],
])('a recipe that fills its volume and %s fails, and names the disk', async (_what, then, reason) => {
  const full = await plainRecipe(
    'full',
    { command: shell(`fallocate --length 64G /data/full; ${then}`), volumes: ['data:/data'] },
    { volumes: { data: {} } },
  );
  const report = await setup.besideAnother(full);
  expect(report.verdict).toBe('fail');
  expect(rungOf(report, 'deploys').reason).toMatch(reason);
});
