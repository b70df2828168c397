/** Single numbers of a trial, by rung and name. Pure. */
import type { RungId } from '../types.ts';
import type { CatalogueVersion } from './model.ts';

/** Null when it was not measured, or only of stand-ins, which say nothing about the app. */
export function measureOf({ trial }: Pick<CatalogueVersion, 'trial'>, rung: RungId, name: string): number | null {
  if (trial === null || trial.trial.rehearsed) return null;
  return trial.trial.rungs.find(({ id }) => id === rung)?.measures[name] ?? null;
}

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** 0 to 1, of the largest beside it. */
  readonly share: number;
}

/** Bars of one unit; those without a value are left out. */
export function barsOf(values: readonly (readonly [label: string, value: number | null])[]): readonly Bar[] {
  const known = values.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
  const largest = Math.max(0, ...known.map(({ value }) => value));
  return known.map((each) => ({ ...each, share: largest === 0 ? 0 : each.value / largest }));
}
