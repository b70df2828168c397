/** What a recipe may take of the machine, whatever it asks for: a fork bomb or a memory hog ends within its engine. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type Dockerode from 'dockerode';

/** All containers of an engine together. */
const ENGINE = { pids: 4096, memoryBytes: Math.floor(totalmem() * 0.75) };

/** Processes of one container that has no limit of its own. */
export const CONTAINER_PIDS = 512;

/** Makes the group that an engine's containers will be in, and bounds it; says what is bounded, for the report. */
export async function boundEngine(cgroup: string): Promise<readonly string[]> {
  const { pids, memoryBytes } = ENGINE;
  const bounded = [
    (await boundGroup(cgroup, 'pids', pids)) ? [`${pids} processes`] : [],
    (await boundGroup(cgroup, 'memory', memoryBytes)) ? [`${(memoryBytes / 1e9).toFixed(1)} GB of memory`] : [],
  ];
  return bounded.flat().map((what) => `all containers together: ${what}`);
}

/** By version of cgroups. */
const FILES = {
  pids: { v1: 'pids.max', v2: 'pids.max' },
  memory: { v1: 'memory.limit_in_bytes', v2: 'memory.max' },
} as const;

/** False on a machine that lets us bound nothing; then the report tells of no bound. */
async function boundGroup(cgroup: string, controller: keyof typeof FILES, value: number): Promise<boolean> {
  const hierarchy = await hierarchyOf(controller);
  if (hierarchy === null) return false;
  const { point, version } = hierarchy;
  const group = join(point, cgroup);
  try {
    if (version === 'v2') await writeFile(join(point, 'cgroup.subtree_control'), `+${controller}`);
    await mkdir(group, { recursive: true });
    await writeFile(join(group, FILES[controller][version]), String(value));
    return true;
  } catch {
    return false;
  }
}

async function hierarchyOf(controller: string): Promise<{ point: string; version: 'v1' | 'v2' } | null> {
  const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n').map((line) => line.split(' '));
  for (const [, point = '', kind, options = ''] of mounts) {
    if (kind === 'cgroup' && options.split(',').includes(controller)) return { point, version: 'v1' };
    if (kind !== 'cgroup2') continue;
    const has = await readFile(join(point, 'cgroup.controllers'), 'utf8').catch(() => '');
    if (has.trim().split(' ').includes(controller)) return { point, version: 'v2' };
  }
  return null;
}

/** Bounds every container that starts without a limit of processes, as long as it is not disposed; the services stay as deployed. */
export async function boundContainers(docker: Dockerode): Promise<AsyncDisposable> {
  const stream = await docker.getEvents({ filters: { type: ['container'], event: ['start'] } });
  stream.on('data', (chunk: Buffer) => {
    for (const [, id = ''] of chunk.toString('utf8').matchAll(/"id":"([0-9a-f]{64})"/g)) {
      void boundContainer(docker, id).catch(() => undefined);
    }
  });
  stream.on('error', () => undefined);
  // An engine that is kept outlives us: nothing of it may hold us back.
  (stream as unknown as { readonly socket: { unref(): void } }).socket.unref();
  return {
    async [Symbol.asyncDispose]() {
      (stream as unknown as { destroy(): void }).destroy();
    },
  };
}

async function boundContainer(docker: Dockerode, id: string): Promise<void> {
  const container = docker.getContainer(id);
  const { HostConfig } = await container.inspect();
  if ((HostConfig.PidsLimit ?? 0) <= 0) await container.update({ PidsLimit: CONTAINER_PIDS });
}
