import { readFileSync } from 'node:fs';

/** Below this we build on disk. */
const ENOUGH_MEGABYTES = 6_000;

/**
 * Megabytes a build may keep its data in: half of what is free, or 0 for "on disk". Never for a trial: what a
 * container writes to memory would count against its own limit.
 */
export function buildMemory(meminfo: string = readFileSync('/proc/meminfo', 'utf8')): number {
  const available = Number(/^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1] ?? 0) / 1024;
  return available < ENOUGH_MEGABYTES ? 0 : Math.floor(available / 2);
}
