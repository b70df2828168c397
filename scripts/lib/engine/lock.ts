import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, type Owner, thisProcess } from './owner.ts';
import { until } from './wait.ts';

const LIMIT_MS = 60 * 60_000;

/** Waits until no other living process of this machine holds `name`. The lock of a dead one is taken over. */
export async function takeLock(cache: string, name: string, signal: AbortSignal): Promise<AsyncDisposable> {
  const folder = join(cache, 'locks');
  await mkdir(folder, { recursive: true });
  const lock = join(folder, createHash('sha256').update(name).digest('hex').slice(0, 32));
  const own = `${lock}.${randomBytes(4).toString('hex')}`;
  await writeFile(own, JSON.stringify(thisProcess()));
  try {
    await until(() => tryLock(own, lock), {
      limitMs: LIMIT_MS,
      signal,
      tooLate: () => new Error(`"${name}" is being worked on by another process since ${LIMIT_MS / 60_000} minutes`),
    });
  } finally {
    await rm(own, { force: true });
  }
  return { [Symbol.asyncDispose]: () => rm(lock, { force: true }) };
}

/** A hard link appears with its content and fails when the name is taken: no moment in between. */
async function tryLock(own: string, lock: string): Promise<true | null> {
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const owner = await readFile(lock, 'utf8').then(
    (text) => JSON.parse(text) as Owner,
    () => null,
  );
  if (owner !== null && !isAlive(owner)) await rm(lock, { force: true });
  return null;
}
