import { KnownError } from '../command.ts';
import type { RungId } from '../types.ts';
import { RUNGS } from './climbs.ts';
import { INSTALLING } from './rung.ts';

/**
 * The rungs that `--rung` names, in the order they are climbed; all when it names none, or only those that leave something to look
 * at. `from` asks for an upgrade, whatever else is asked for. `possible`: where nothing but an installation can be proven, no more is
 * asked. Throws KnownError for what is no rung.
 */
export function chosenRungs(
  list: string | undefined,
  { from, keep }: { readonly from: string | undefined; readonly keep: boolean },
  possible: readonly RungId[] = RUNGS,
): readonly RungId[] {
  const named = list?.split(',').map(rungNamed) ?? (keep ? INSTALLING : possible);
  const kept = keep ? INSTALLING : [];
  const upgraded = from === undefined ? [] : ['upgrades' as const];
  return RUNGS.filter((id) => [...named, ...kept, ...upgraded].includes(id));
}

function rungNamed(name: string): RungId {
  const rung = RUNGS.find((each) => each === name);
  if (rung !== undefined) return rung;
  throw new KnownError(`no rung "${name}"`, `There are ${RUNGS.join(', ')}.`);
}
