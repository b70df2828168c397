/** The rungs with an engine of their own, one line each, in the order they are climbed. */
import type { Recipe, Rung, RungId } from '../types.ts';
import type { RungOptions } from './installed.ts';
import { INSTALLING } from './rung.ts';
import { ISOLATED } from './rungs/isolated.ts';
import { RECOVERS } from './rungs/recovers.ts';
import { RESTORES } from './rungs/restores.ts';
import { ROLLS_BACK } from './rungs/rolls-back.ts';
import { ROTATES } from './rungs/rotates.ts';
import { UPGRADES } from './rungs/upgrades.ts';

/** A rung that installs for itself, so that it can be climbed alone and next to others. */
export interface Climb {
  readonly id: RungId;
  /** The repair, when it fails. */
  readonly help: string;
  /** What a pass measured, for a line in a terminal. */
  readonly saying: (passed: Rung) => string;
  /** `previous`: the version hosters come from; null when this is the first. Throws `Untried` when nobody can say, anything else for faults that are not the recipe's. */
  readonly climb: (recipe: Recipe, previous: Recipe | null, options: RungOptions) => Promise<Rung>;
}

export const CLIMBS: readonly Climb[] = [UPGRADES, ROLLS_BACK, RESTORES, RECOVERS, ISOLATED, ROTATES];

/** Every rung there is, in the order they are climbed. */
export const RUNGS: readonly RungId[] = [...INSTALLING, ...CLIMBS.map(({ id }) => id)];
