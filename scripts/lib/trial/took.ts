import { UNKNOWN_MS } from '../places.ts';
import type { RungId, TrialReport } from '../types.ts';

/** Milliseconds that these rungs took together; UNKNOWN_MS when one of them was not tried then. */
export function tookLastTime(last: TrialReport | null, rungs: readonly RungId[]): number {
  const took = rungs.map((id) => last?.trial.rungs.find((rung) => rung.id === id)?.durationMs ?? UNKNOWN_MS);
  return Math.min(
    UNKNOWN_MS,
    took.reduce((sum, each) => sum + each, 0),
  );
}
