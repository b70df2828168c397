import type { Retry, RungId, RungStatus, TrialReport } from '../types.ts';

/** A step of a trial that was done more than once, as the ledger keeps it. */
export interface Flake extends Retry {
  /** When that trial began; ISO 8601, UTC. */
  readonly at: string;
  readonly recipe: string;
  readonly version: string | null;
  readonly rung: RungId;
  /** What the rung came to all the same. */
  readonly status: RungStatus;
}

export function flakesOf({ startedAt, subject, trial }: TrialReport): readonly Flake[] {
  return trial.rungs.flatMap(({ id, status, retried = [] }) =>
    retried.map((retry) => ({
      at: startedAt,
      recipe: subject.recipe,
      version: subject.version,
      rung: id,
      status,
      ...retry,
    })),
  );
}
