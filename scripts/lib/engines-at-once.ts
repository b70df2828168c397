import { availableParallelism, totalmem } from 'node:os';

/** A rung mostly waits: for a health check, for swarm's monitor, for a container that may take its time to stop. */
const PER_PROCESSOR = 3;

/** What an engine with a stack on it takes of the memory, generously. */
const ENGINE_BYTES = 2 * 2 ** 30;

/** How many engines this machine carries side by side, when nobody says otherwise. */
export const ENGINES_AT_ONCE = Math.max(
  1,
  Math.min(PER_PROCESSOR * availableParallelism(), Math.floor(totalmem() / ENGINE_BYTES)),
);
