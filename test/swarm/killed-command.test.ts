import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, expect, test } from 'vitest';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { reportFolder } from '../../scripts/lib/report/store.ts';
import { type Ended, endDuring, leftOf } from './killed-setup.ts';

const INSTALL = [process.execPath, 'scripts/trial.ts', 'fossil', '--rung', 'deploys'] as const;
const TRIAL = ['npm', 'run', 'trial', '--', 'fossil', '--rung', 'deploys'] as const;
const UPGRADE = ['npm', 'run', 'trial', '--', 'fossil', '--rung', 'upgrades'] as const;

// The images are there afterwards, so that each phase below is reached in seconds.
beforeAll(() => execa(INSTALL[0], INSTALL.slice(1), { timeout: 500_000 }), 600_000);

/** A terminal's Ctrl-C, and what a runner does at its time limit, reach the whole group. */
function group(signal: NodeJS.Signals) {
  return ({ pid }: { readonly pid?: number | undefined }) => pid !== undefined && process.kill(-pid, signal);
}

async function fossilFolder(): Promise<string> {
  const { name, version } = await readRecipe(process.cwd(), 'fossil');
  return reportFolder(process.cwd(), name, version);
}

test('kill -9 at every phase, then a new run: nothing of the killed ones is left', async () => {
  const runs: Ended[] = [];
  for (const phase of ['engine', 'deploys', 'answers', 'removes', 'teardown']) {
    runs.push(await endDuring(INSTALL, phase, 'SIGKILL'));
  }
  for (const phase of ['images', 'engine', 'answers']) {
    runs.push(await endDuring(TRIAL, phase, 'SIGKILL', group('SIGKILL')));
    // What it had proven went with its evidence.
    expect(existsSync(join(await fossilFolder(), 'trial.json'))).toBe(false);
  }
  for (const phase of ['engine', 'deploys', 'upgrades']) {
    runs.push(await endDuring(UPGRADE, `upgrades: ${phase}`, 'SIGKILL', group('SIGKILL')));
  }
  expect(runs.flatMap(({ ids }) => ids).length).toBeGreaterThanOrEqual(8);
  const { exitCode, stdout } = await execa(INSTALL[0], INSTALL.slice(1));
  expect(stdout).toMatch(/✓ fossil \S+ {2}pass/);
  expect(exitCode).toBe(0);
  for (const run of runs) await expect.poll(() => leftOf(run), { timeout: 10_000 }).toEqual([]);
}, 600_000);

test.each(['images', 'engine', 'deploys', 'answers', 'removes'])(
  'Ctrl-C during "%s" ends with 130 and leaves nothing',
  async (phase) => {
    const run = await endDuring(INSTALL, phase, 'SIGINT');
    expect(run.code).toBe(130);
    await expect.poll(() => leftOf(run), { timeout: 10_000 }).toEqual([]);
  },
);

test.each([
  [TRIAL, 'images'],
  [TRIAL, 'engine'],
  [TRIAL, 'deploys'],
  [TRIAL, 'answers'],
  [TRIAL, 'removes'],
  [UPGRADE, 'upgrades: deploys'],
  [UPGRADE, 'upgrades: upgrades'],
] as const)('SIGTERM to %s during "%s" ends with 130 and leaves nothing', async (command, phase) => {
  const run = await endDuring(command, phase, 'SIGTERM', group('SIGTERM'));
  // npm itself ends by the signal as well, and may be the first.
  expect([130, 143, null]).toContain(run.code);
  await expect.poll(() => leftOf(run), { timeout: 30_000 }).toEqual([]);
});

test('an interrupted trial keeps what it has seen', async () => {
  const run = await endDuring(TRIAL, 'answers', 'SIGINT', group('SIGINT'));
  await expect.poll(() => leftOf(run), { timeout: 30_000 }).toEqual([]);
  const kept = await readdir(join(await fossilFolder(), 'evidence'));
  expect(kept).toEqual(expect.arrayContaining(['engine.txt', 'events.json', 'log-app.txt', 'tasks.json']));
});
