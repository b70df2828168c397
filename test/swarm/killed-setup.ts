import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CACHE_FOLDER } from '../../scripts/lib/engine/paths.ts';
import { engineIds, traces } from './engine-setup.ts';

/** A command that was ended, and what of this machine was its own by then. */
export interface Ended {
  readonly code: number | null;
  /** Stands in the environment of the command and of all it starts. */
  readonly mark: string;
  readonly ids: readonly string[];
}

/** Starts a command, waits for the line that announces `phase` of fossil's trial, and ends it with `signal`. */
export async function endDuring(
  command: readonly [string, ...string[]],
  phase: string,
  signal: NodeJS.Signals,
  end: (child: ChildProcess) => unknown = (child) => child.kill(signal),
): Promise<Ended> {
  const mark = randomUUID();
  const env = { ...process.env, RECIPE_COMMONS_MARK: mark };
  const [program, ...options] = command;
  const child = spawn(program, options, { stdio: ['ignore', 'ignore', 'pipe'], env, detached: true });
  await announced(child, phase);
  const ids = await enginesOf(mark);
  const ended = once(child, 'exit');
  await end(child);
  const [code] = await ended;
  return { code, mark, ids };
}

/** What is still there of it. */
export async function leftOf({ mark, ids }: Ended): Promise<readonly string[]> {
  const found = await Promise.all([marked(mark), ...ids.map((id) => traces(CACHE_FOLDER, id))]);
  return found.flat();
}

async function announced(child: ChildProcess, phase: string): Promise<void> {
  if (child.stderr === null) throw new Error('no stderr');
  for await (const line of createInterface(child.stderr)) if (line.startsWith(`fossil: ${phase} `)) return;
  throw new Error(`ended before "${phase}"`);
}

/** Ids of the engines whose owner carries the mark. */
async function enginesOf(mark: string): Promise<readonly string[]> {
  const ids = await engineIds(CACHE_FOLDER);
  const owned = ids.map(async (id) => {
    const text = await readFile(join(CACHE_FOLDER, 'engines', id, 'engine.json'), 'utf8').catch(() => '{}');
    const { owner } = JSON.parse(text) as { owner?: { pid: number } };
    const environment = await readFile(`/proc/${owner?.pid}/environ`, 'utf8').catch(() => '');
    return environment.includes(mark) ? [id] : [];
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
