/** Tries input after input on a thread of its own, so that one which never ends or eats all memory ends the thread only. */
import { parentPort, workerData } from 'node:worker_threads';
import { attempt } from './attempt.ts';
import { type Input, makeInput } from './inputs.ts';
import { makeRandom } from './random.ts';
import { readReal } from './real.ts';

/** What the thread is told: the first seed; each input has its own, one higher than the one before. */
export interface Task {
  readonly seed: number;
  /** Milliseconds since 1970 after which no further input is begun. */
  readonly until: number;
  readonly most: number;
}

export type Message =
  | { readonly began: number; readonly kind: string }
  | { readonly ended: number; readonly kind: string; readonly cpuMs: number; readonly faults: readonly string[] };

const { seed, until, most } = workerData as Task;
const real = readReal();
for (let next = seed; next < seed + most && Date.now() < until; next++) {
  const input: Input = makeInput(makeRandom(next), real);
  tell({ began: next, kind: input.kind });
  const { cpuMs, faults } = attempt(input.files);
  tell({ ended: next, kind: input.kind, cpuMs, faults });
}

function tell(message: Message): void {
  parentPort?.postMessage(message);
}
