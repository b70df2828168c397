import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { beforeAll, expect, test } from 'vitest';
import { CACHE_FOLDER } from '../../scripts/lib/engine/paths.ts';
import { engineIds, traces } from './engine-setup.ts';

const COMMAND = ['scripts/trial.ts', 'fossil', '--rung', 'deploys'];

// The images are there afterwards, so that each phase below is reached in seconds.
beforeAll(() => execa(process.execPath, COMMAND, { timeout: 500_000 }), 600_000);

interface Run {
  readonly child: ChildProcess;
  /** Stands in the environment of the command and of all it starts. */
  readonly mark: string;
}

/** Starts the command a packager runs and waits for the line that announces `phase`. */
async function startUntil(phase: string): Promise<Run> {
  const mark = randomUUID();
  const env = { ...process.env, RECIPE_COMMONS_MARK: mark };
  const child = spawn(process.execPath, COMMAND, { stdio: ['ignore', 'ignore', 'pipe'], env });
  for await (const line of createInterface(child.stderr)) {
    if (line.startsWith(`fossil: ${phase} `)) return { child, mark };
  }
  throw new Error(`ended before "${phase}"`);
}

/** Ids of the engines that the process `pid` owns. */
async function enginesOf(pid: number | undefined): Promise<readonly string[]> {
  const ids = await engineIds(CACHE_FOLDER);
  const owned = ids.map(async (id) => {
    const text = await readFile(join(CACHE_FOLDER, 'engines', id, 'engine.json'), 'utf8').catch(() => '{}');
    const { owner } = JSON.parse(text) as { owner?: { pid: number } };
    return owner?.pid === pid ? [id] : [];
  });
  return (await Promise.all(owned)).flat();
}

async function marked(mark: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const environments = pids.map((pid) => readFile(`/proc/${pid}/environ`, 'utf8').catch(() => ''));
  return (await Promise.all(environments)).flatMap((text, index) =>
    text.includes(mark) ? [`process ${pids[index]}`] : [],
  );
}

/** Sends `signal` in that phase; what was the command's own then, and how it ended. */
async function endDuring(phase: string, signal: 'SIGKILL' | 'SIGINT') {
  const { child, mark } = await startUntil(phase);
  const ids = await enginesOf(child.pid);
  const ended = once(child, 'exit');
  child.kill(signal);
  const [code] = await ended;
  return { code, mark, ids };
}

async function leftOf({ mark, ids }: { mark: string; ids: readonly string[] }): Promise<readonly string[]> {
  const found = await Promise.all([marked(mark), ...ids.map((id) => traces(CACHE_FOLDER, id))]);
  return found.flat();
}

test('kill -9 at five phases, then a new run: nothing of the killed ones is left', async () => {
  const runs = [];
  for (const phase of ['engine', 'deploys', 'answers', 'removes', 'teardown']) {
    runs.push(await endDuring(phase, 'SIGKILL'));
  }
  expect(runs.flatMap(({ ids }) => ids).length).toBeGreaterThanOrEqual(4);
  const { exitCode, stdout } = await execa(process.execPath, COMMAND);
  expect(stdout).toMatch(/✓ fossil \S+ {2}pass/);
  expect(exitCode).toBe(0);
  for (const run of runs) await expect.poll(() => leftOf(run), { timeout: 10_000 }).toEqual([]);
}, 600_000);

test.each(['images', 'engine', 'deploys', 'answers', 'removes'])(
  'Ctrl-C during "%s" ends with 130 and leaves nothing',
  async (phase) => {
    const run = await endDuring(phase, 'SIGINT');
    expect(run.code).toBe(130);
    await expect.poll(() => leftOf(run), { timeout: 10_000 }).toEqual([]);
  },
);
