import type { Planted, SelfTest } from './run.ts';

/** How many faults were planted, and how many of them lint found. */
export interface Tally {
  readonly planted: number;
  readonly found: number;
}

export function tally(results: readonly Planted[]): Tally {
  const sum = (key: keyof Tally) => results.reduce((total, each) => total + each[key], 0);
  return { planted: sum('planted'), found: sum('found') };
}

/** Rule or recipe → its tally, in order of the results. */
export function tallyBy(key: 'rule' | 'recipe', { results }: SelfTest): ReadonlyMap<string, Tally> {
  const groups = Map.groupBy(results, (result) => result[key]);
  return new Map([...groups].map(([name, group]) => [name, tally(group)]));
}

/** Nothing planted is no pass. */
export function isKilled({ results }: SelfTest): boolean {
  const { planted, found } = tally(results);
  return planted > 0 && planted === found;
}
