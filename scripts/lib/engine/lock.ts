import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SCRUBBED } from './child.ts';

/**
 * Waits until no other process of this machine holds `name`. The kernel's lock, held by a small child that ends with
 * its standard input: however we die, it is free again, and nobody has to judge whether a lock is stale.
 */
export async function takeLock(cache: string, name: string, signal: AbortSignal): Promise<AsyncDisposable> {
  signal.throwIfAborted();
  const folder = join(cache, 'locks');
  await mkdir(folder, { recursive: true });
  const file = join(folder, createHash('sha256').update(name).digest('hex').slice(0, 32));
  const child = spawn('flock', ['--no-fork', file, 'sh', '-c', 'echo held; exec cat'], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: SCRUBBED,
  });
  const ended = once(child, 'exit');
  const release = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  try {
    await Promise.race([
      once(child.stdout, 'data', { signal }),
      ended.then(([code]) => Promise.reject(new Error(`flock ended with ${code}`))),
    ]);
  } catch (error) {
    await release();
    throw signal.aborted ? signal.reason : error;
  }
  return { [Symbol.asyncDispose]: release };
}
