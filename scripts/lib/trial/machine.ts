/** How much longer than usual things take here and now: the machine's time is never held against a recipe. */
import { availableParallelism, loadavg } from 'node:os';
import type { EngineFacts } from '../types.ts';

/** Until an engine with its images on a ready-made disk is a swarm, on two idle processors. */
const USUAL_START_MS = 2400;

/** Beyond this nothing can be told from a deadline that has passed. */
export const MOST_SLOWDOWN = 10;

/** 1 when it is as fast as usual; see `slowdownOf`. */
export function slowdown(facts: Pick<EngineFacts, 'startMs'>): number {
  return slowdownOf(facts, loadavg()[0] ?? 0, availableParallelism());
}

/**
 * The worse of two measures: how long this engine took to start, and how many processes wanted a processor in the last minute for each
 * there is. From 1 to MOST_SLOWDOWN.
 */
export function slowdownOf({ startMs }: Pick<EngineFacts, 'startMs'>, load: number, processors: number): number {
  const measured = Math.max(1, startMs / USUAL_START_MS, load / processors);
  return Math.round(Math.min(MOST_SLOWDOWN, measured) * 10) / 10;
}
