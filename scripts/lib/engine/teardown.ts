import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { cgroupProcesses, removeCgroups } from './cgroup.ts';
import type { EnginePlace } from './paths.ts';
import { until } from './wait.ts';

const LIMIT_MS = 120_000;

/**
 * Removes everything an engine made, whatever state it is in: processes, cgroups, sockets and data. Its namespaces
 * have no name, so the kernel takes them down (with mounts, interfaces and firewall rules) with their last process.
 */
export async function removeEngine(place: EnginePlace): Promise<void> {
  // Deliberately without the caller's signal: a removal that has begun is completed.
  const options = { limitMs: LIMIT_MS, signal: new AbortController().signal };
  await until(() => killAll(place), {
    ...options,
    tooLate: () => new Error(`engine ${place.id}: processes survive SIGKILL`),
  });
  await until(() => tryCgroups(place.cgroup), {
    ...options,
    tooLate: () => new Error(`engine ${place.id}: cgroup ${place.cgroup} stays busy`),
  });
  await rm(place.run, { recursive: true, force: true });
  await rmdir(dirname(place.run)).catch(() => undefined);
  await rm(place.data, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/** True when nothing was left to kill. */
async function killAll(place: EnginePlace): Promise<true | null> {
  const pids = [...(await processesOf(place)), ...(await cgroupProcesses(place.cgroup))];
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // gone meanwhile
    }
  }
  return pids.length === 0 ? true : null;
}

/** Every child of an engine is started with its run folder somewhere in its environment. */
async function processesOf(place: EnginePlace): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid);
  const marker = `${place.run}/`;
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.includes(marker) ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}

async function tryCgroups(name: string): Promise<true | null> {
  try {
    await removeCgroups(name);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EBUSY') return null;
    throw error;
  }
}
