import type { TrialContext } from './context.ts';
import { MOST_SLOWDOWN, slowdown } from './machine.ts';

/** The recipe's own timeout label as time to wait: as many times longer as the machine was slower than usual, at its slowest. */
export interface Deadline {
  /** Asked again and again: a machine that slows down while we wait gives more time. */
  readonly hasPassed: () => boolean;
  /** The machine is so slow that a deadline says nothing about the recipe. */
  readonly isOurs: () => boolean;
  /** `300 s, its own timeout label`, and why it was longer than that. */
  readonly told: () => string;
}

/** A route that is right answers well before; the edge's own discovery takes up to a second on a machine as fast as usual. */
const ANSWER_MS = { usual: 3000, least: 10_000 };

/** From now on, or from a moment in milliseconds since 1970. */
export function openDeadline({ plan, engine }: Pick<TrialContext, 'plan' | 'engine'>, from = Date.now()): Deadline {
  const { timeoutSeconds } = plan;
  let slowest = 1;
  return {
    hasPassed() {
      slowest = Math.max(slowest, slowdown(engine.facts));
      return Date.now() - from > timeoutSeconds * 1000 * slowest;
    },
    isOurs: () => slowest >= MOST_SLOWDOWN,
    told() {
      const longer = ` on a machine ${slowest.toFixed(1)} times slower than usual, which got that much longer`;
      return `${timeoutSeconds} s, its own timeout label${slowest > 1 ? longer : ''}`;
    },
  };
}

/** For what is told beforehand how long it may take. */
export function fairSeconds(
  { timeoutSeconds }: { readonly timeoutSeconds: number },
  { facts }: TrialContext['engine'],
): number {
  return Math.ceil(timeoutSeconds * slowdown(facts));
}

export function answerPatienceMs(facts: TrialContext['engine']['facts']): number {
  return Math.max(ANSWER_MS.least, ANSWER_MS.usual * slowdown(facts));
}
