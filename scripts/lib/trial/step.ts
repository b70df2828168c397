import type { RungId } from '../types.ts';

/** What a trial is doing right now, for people who wait. */
export interface Step {
  readonly recipe: string;
  /** Null for the rungs that prove an installation together, on one engine. */
  readonly rung: RungId | null;
  /** In a few words: `engine`, `answers`. */
  readonly doing: string;
  /** Since there was a place for its engine. */
  readonly seconds: number;
  /** It does nothing more. */
  readonly ended: boolean;
}

/** `fossil: upgrades: engine (after 4.1 s)` */
export function plainStep({ recipe, rung, doing, seconds }: Step): string {
  return `${recipe}: ${rung === null ? '' : `${rung}: `}${doing} (after ${seconds.toFixed(1)} s)`;
}
