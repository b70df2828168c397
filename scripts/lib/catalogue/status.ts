/** How well the machinery works that all proofs come from. Pure. */
import type { Flake } from '../report/flakes.ts';
import type { Catalogue, CatalogueVersion } from './model.ts';

export interface Status {
  /** Newest first: the last trial of each recipe's newest version. */
  readonly runs: readonly Run[];
  /** Recipes whose newest version nobody has tried. */
  readonly untried: number;
  readonly rungs: number;
  /** Rungs in which a step was done more than once. */
  readonly retried: number;
  /** From the ledger of all runs here, newest first. */
  readonly flakes: readonly Flake[];
}

interface Run {
  readonly version: CatalogueVersion;
  readonly startedAt: string;
  readonly durationMs: number;
}

export function statusOf({ recipes }: Pick<Catalogue, 'recipes'>, flakes: readonly Flake[]): Status {
  const versions = recipes.flatMap((recipe) => recipe.versions.slice(0, 1));
  const runs = versions.flatMap((version) => {
    const { trial } = version;
    return trial === null
      ? []
      : [{ version, startedAt: trial.startedAt, durationMs: trial.durationMs, rungs: trial.trial.rungs }];
  });
  const rungs = runs.flatMap((run) => run.rungs);
  return {
    runs: runs
      .map(({ version, startedAt, durationMs }) => ({ version, startedAt, durationMs }))
      .sort((a, b) => (a.startedAt > b.startedAt ? -1 : 1)),
    untried: versions.length - runs.length,
    rungs: rungs.length,
    retried: rungs.filter(({ retried = [] }) => retried.length > 0).length,
    flakes: flakes.toSorted((a, b) => (a.at > b.at ? -1 : 1)),
  };
}
