import { setTimeout as sleep } from 'node:timers/promises';
import type { TrialContext } from '../context.ts';
import { isEngineBusy } from '../converge.ts';
import { openDeadline } from '../deadline.ts';
import type { Observation, ObservedTask } from '../observation.ts';
import type { Fault } from '../task-fault.ts';
import { type Blow, recovery } from './judge.ts';

const POLL_MS = 75;

export interface Recovered {
  /** Null: everything runs again. */
  readonly fault: Fault | null;
  /** From the blow until the last task was healthy; until we gave up when it did not come back. */
  readonly seconds: number;
}

/** Watches until the stack is what it was, cannot become so, or its own time is up. Throws for faults that are ours. */
export async function awaitRecovery(context: TrialContext, blow: Blow): Promise<Recovered> {
  const { observer, signal } = context;
  const deadline = openDeadline(context, blow.at);
  for (;;) {
    const state = await observer.snapshot();
    const now = Date.now();
    const seen = recovery(blow, state, now);
    const seconds = (now - blow.at) / 1000;
    if (seen.status === 'back') return { fault: null, seconds: (seen.at - blow.at) / 1000 };
    if (seen.status === 'failed') return { fault: seen, seconds };
    if (deadline.hasPassed()) {
      const reason = `It is not healthy again after ${deadline.told()}: ${seen.reason}.`;
      if (deadline.isOurs() || isEngineBusy(state)) throw new Error(`The engine is too slow: ${reason}`);
      return { fault: { reason, ours: false, service: '', containerId: null }, seconds };
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}

/** Looks until `isSo`; false when it did not become so in time. */
export async function awaitState(
  { observer, signal }: TrialContext,
  limitMs: number,
  isSo: (state: Observation) => boolean,
): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    if (isSo(await observer.snapshot())) return true;
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS, undefined, { signal });
  }
}

const OVER = ['complete', 'failed', 'shutdown', 'rejected', 'orphaned', 'remove'];

/** Whether a task has a container that may still run. */
export function isLive({ state, containerId }: ObservedTask): boolean {
  return containerId !== null && !OVER.includes(state);
}
