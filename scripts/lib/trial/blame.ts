import type { Evidence, Rung, RungId } from '../types.ts';
import type { Parting } from './attend.ts';
import { rung } from './rung.ts';

interface Result {
  readonly rungs: readonly Rung[];
  /** Why we could not go on; null when we could. */
  readonly broken: string | null;
}

/**
 * Whose fault it was. What failed on an engine that was not well proves nothing about the recipe; what did not fail although
 * the stack filled its disk fails all the same. `partings`: every engine's last state; `first`: the rung they were started for. Pure.
 */
export function blame({ rungs, broken }: Result, partings: readonly Parting[], first: RungId): Result {
  const ailment = factOf(partings, ({ condition }) => condition.ailment);
  const failed = rungs.findIndex(({ status }) => status === 'fail');
  if (broken !== null || (failed >= 0 && ailment !== null)) {
    const reason = ailment ?? broken ?? '';
    const evidence = partings.flatMap((parting) => parting.evidence);
    return {
      rungs: withEvidence(
        rungs.map((each) => excused(each, reason)),
        first,
        reason,
        evidence,
      ),
      broken: reason,
    };
  }
  const filled = factOf(partings, ({ condition }) => condition.filledBytes);
  if (filled === null) return { rungs, broken };
  const guilty = failed >= 0 ? failed : rungs.findIndex(({ status }) => status === 'pass');
  const fact = `The stack filled its disk of ${(filled / 1e9).toFixed(0)} GB.`;
  const blamed = rungs.map((each, index): Rung => {
    if (index !== guilty) return each;
    return { ...each, status: 'fail', reason: each.reason === undefined ? fact : `${each.reason} ${fact}` };
  });
  return { rungs: blamed, broken };
}

function factOf<Fact>(partings: readonly Parting[], read: (parting: Parting) => Fact | null): Fact | null {
  return partings.map(read).find((fact) => fact !== null) ?? null;
}

function excused(each: Rung, reason: string): Rung {
  return each.status === 'fail' ? { ...each, status: 'unverified', reason } : each;
}

/** What was seen is kept with the first rung that is not proven. */
function withEvidence(
  rungs: readonly Rung[],
  first: RungId,
  reason: string,
  evidence: readonly Evidence[],
): readonly Rung[] {
  if (evidence.length === 0) return rungs;
  const unproven = rungs.findIndex(({ status }) => status === 'unverified');
  if (unproven < 0) return [...rungs, rung(first, 'unverified', { reason, evidence })];
  return rungs.map((each, index) =>
    index === unproven ? { ...each, evidence: [...each.evidence, ...evidence] } : each,
  );
}
