import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Child, startChild } from './child.ts';
import type { EnginePlace } from './paths.ts';
import { until } from './wait.ts';

const PRELUDE = join(import.meta.dirname, 'prelude.sh');
const LIMIT_MS = 120_000;

/**
 * Starts dockerd in namespaces of its own. They have no name: the network namespace is reached through the
 * process and goes away with it. `--kill-child` takes the namespace's init, and so everything in it, down with us; the prelude
 * sees to it that this was arranged in time, by the host's /proc.
 */
export function startInNamespaces(place: EnginePlace, storage: string, daemonArguments: readonly string[]): Child {
  return startChild(
    [
      ...(['unshare', '--net', '--mount', '--uts', '--ipc', '--pid', '--fork'] as const),
      ...['--propagation', 'private', '--kill-child=KILL'],
      ...['sh', PRELUDE, place.run, place.data, storage, ...daemonArguments],
    ],
    join(place.data, 'dockerd.log'),
    { RECIPE_COMMONS_ENGINE: `${place.run}/` },
    place,
  );
}

/** Resolves when the namespaces exist, or when the process has ended and they never will. */
export async function namespacesReady(child: Child, signal: AbortSignal): Promise<void> {
  await until(() => isSeparate(child), {
    limitMs: LIMIT_MS,
    signal,
    tooLate: () => new Error(`no network namespace after ${LIMIT_MS / 1000} s`),
  });
}

/**
 * Kills the init of the process namespace: the kernel then ends everything in it before init itself is gone, and
 * only then `unshare` ends. Killing `unshare` first would leave that to happen behind our back.
 */
export async function endNamespaces(child: Child): Promise<void> {
  const signalled = await signalInit(child, 'SIGKILL');
  if (!signalled) await child.kill();
  await child.ended;
}

/** Lets the daemon shut down in order, so that what it wrote can be used again. */
export async function stopNamespaces(child: Child): Promise<void> {
  await signalInit(child, 'SIGTERM');
  await child.ended;
}

async function signalInit(child: Child, signal: NodeJS.Signals): Promise<boolean> {
  const inner = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').catch(() => '');
  const pids = inner.split(' ').filter((text) => text !== '');
  for (const pid of pids) process.kill(Number(pid), signal);
  return pids.length > 0;
}

/** Starts a process in the engine's network, but with this machine's files. */
export function startInNetwork(
  place: EnginePlace,
  daemon: Child,
  command: readonly [string, ...string[]],
  name: string,
): Child {
  return startChild(
    ['nsenter', `--net=/proc/${daemon.pid}/ns/net`, '--', ...command],
    join(place.data, `${name}.log`),
    { RECIPE_COMMONS_ENGINE: `${place.run}/` },
    place,
  );
}

async function isSeparate(child: Child): Promise<true | null> {
  if (child.hasEnded()) return true;
  const [ours, theirs] = await Promise.all([readlink('/proc/self/ns/net'), netOf(child.pid)]);
  return theirs !== null && theirs !== ours ? true : null;
}

async function netOf(pid: number): Promise<string | null> {
  return await readlink(`/proc/${pid}/ns/net`).catch(() => null);
}
