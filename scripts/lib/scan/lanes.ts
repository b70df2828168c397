/**
 * Folders for scanners that run side by side. A scanner locks what it knows of layers while it runs, and a current one gives up
 * after five seconds of waiting; the database, which all share, is only read.
 */
import { join } from 'node:path';
import { takeLock } from '../engine/lock.ts';
import type { Places } from '../places.ts';
import { shareDatabase } from './database.ts';

/** Does `work` with the folder of a lane that nobody else uses, not even another command. */
export type Lanes = <Result>(work: (folder: string) => Promise<Result>) => Promise<Result>;

/** A scan is short: whatever else waits for a place is begun before it, so that nothing long is left for the end. */
const TAKES_MS = 0;

export function openLanes(cache: string, places: Places, signal: AbortSignal): Lanes {
  const free: number[] = [];
  let made = 0;
  return (work) =>
    places.take(TAKES_MS, async () => {
      const lane = free.shift() ?? made++;
      try {
        await using _lock = await takeLock(cache, `scanner lane ${lane}`, signal);
        const folder = join(cache, 'trivy/lanes', String(lane));
        await shareDatabase(join(cache, 'trivy'), folder);
        return await work(folder);
      } finally {
        free.unshift(lane);
      }
    });
}
