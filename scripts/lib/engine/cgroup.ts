import { existsSync } from 'node:fs';
import { readdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Mount points of all cgroup hierarchies: one on a v2 host, many on v1 and hybrid ones. */
export async function cgroupHierarchies(): Promise<readonly string[]> {
  const lines = (await readFile('/proc/self/mounts', 'utf8')).split('\n').map((line) => line.split(' '));
  return [...new Set(lines.flatMap(([, point, kind]) => (kind?.startsWith('cgroup') && point ? [point] : [])))];
}

/** Removes the group `name` below every hierarchy, innermost first. Throws EBUSY while it still holds processes. */
export async function removeCgroups(name: string): Promise<void> {
  for (const hierarchy of await cgroupHierarchies()) await removeTree(join(hierarchy, name));
}

/** Processes in the group and all below it, in any hierarchy. */
export async function cgroupProcesses(name: string): Promise<readonly number[]> {
  const pids = new Set<number>();
  for (const hierarchy of await cgroupHierarchies()) {
    for (const group of await groupsBelow(join(hierarchy, name))) {
      const listed = await readFile(join(group, 'cgroup.procs'), 'utf8').catch(() => '');
      for (const pid of listed.split('\n')) if (pid !== '' && pid !== '0') pids.add(Number(pid));
    }
  }
  return [...pids];
}

async function removeTree(group: string): Promise<void> {
  for (const inner of (await groupsBelow(group)).toReversed()) {
    await rmdir(inner).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}

/** The group itself first, then everything below, parents before children. */
async function groupsBelow(group: string): Promise<readonly string[]> {
  if (!existsSync(group)) return [];
  const entries = await readdir(group, { withFileTypes: true }).catch(() => []);
  const inner = entries.filter((entry) => entry.isDirectory()).map((entry) => groupsBelow(join(group, entry.name)));
  return [group, ...(await Promise.all(inner)).flat()];
}
