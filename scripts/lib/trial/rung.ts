import type { Rung, RungId, RungStatus } from '../types.ts';
import type { TrialPlan } from './plan.ts';

/** Proven together, on one engine. */
export const INSTALLING: readonly RungId[] = ['deploys', 'answers', 'removes'];

/** A rung with the usual emptiness filled in. */
export function rung(id: RungId, status: RungStatus, rest: Partial<Omit<Rung, 'id' | 'status'>> = {}): Rung {
  return { id, status, durationMs: 0, measures: {}, evidence: [], ...rest };
}

/** The rung as the recipe declares it not to be run, or null. */
export function declaredSkip(plan: Pick<TrialPlan, 'skips'>, id: RungId): Rung | null {
  const skip = plan.skips.find((each) => each.rung === id);
  return skip === undefined ? null : rung(id, 'skip', { reason: skip.reason });
}

/** A rung that stands on one which did not pass: it proves nothing, and nobody may take it for proven. */
export function notRun(id: RungId, plan: Pick<TrialPlan, 'skips'>): Rung {
  return declaredSkip(plan, id) ?? rung(id, 'unverified', { reason: 'deploys did not pass' });
}

/** What a rung kept in a folder of its own, named as seen from the report. */
export function inFolder(rung: Rung, folder: string): Rung {
  const evidence = rung.evidence.map((each) =>
    each.file === undefined ? each : { ...each, file: `${folder}/${each.file}` },
  );
  return { ...rung, evidence };
}
