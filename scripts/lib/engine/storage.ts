import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { KnownError } from '../command.ts';
import type { EnginePlace } from './paths.ts';

/** Below this we build on disk. */
const ENOUGH_MEGABYTES = 6_000;

/** No stack that is tried needs more; the file takes only the room that is written. */
const LARGEST_DISK_MEGABYTES = 32_768;

/** Less does not even hold the images of a small stack. */
const LEAST_DISK_MEGABYTES = 512;

const MEGABYTE = 1024 * 1024;

/** What an engine is for; only a trial needs a swarm. */
export type Purpose = 'trial' | 'build' | 'unpack';

/** Where an engine keeps Docker's data, in the words of `prelude.sh`. */
export async function chooseStorage(place: EnginePlace, purpose: Purpose): Promise<string> {
  const memory = purpose === 'build' ? buildMemory() : 0;
  if (memory > 0) return `memory:${memory}`;
  const { bavail, bsize } = await statfs(place.data);
  const megabytes = diskMegabytes(bavail * bsize);
  if (megabytes >= LEAST_DISK_MEGABYTES) return `disk:${megabytes}`;
  throw new KnownError(
    `the disk of this machine has room for an engine of ${megabytes} MB only`,
    `Free some: it takes ${LEAST_DISK_MEGABYTES} MB at least.`,
  );
}

/** What of `free` bytes an engine's own disk may become: the machine itself must go on when a recipe fills it. */
export function diskMegabytes(free: number): number {
  return Math.min(LARGEST_DISK_MEGABYTES, Math.floor((free * 0.8) / MEGABYTE));
}

/**
 * Megabytes a build may keep its data in: half of what is free, or 0 for "on disk". Never for a trial: what a
 * container writes to memory would count against its own limit.
 */
export function buildMemory(meminfo: string = readFileSync('/proc/meminfo', 'utf8')): number {
  const available = Number(/^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1] ?? 0) / 1024;
  return available < ENOUGH_MEGABYTES ? 0 : Math.floor(available / 2);
}
