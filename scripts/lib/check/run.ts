/** The whole flow for some recipes: lint → trial → certificate, each step's result stored as it comes. */
import { certifyRecipe } from '../certificate/store.ts';
import { localProvider } from '../engine/local.ts';
import { openImageStore } from '../engine/store.ts';
import { writeReport } from '../report/store.ts';
import type { SummaryRow } from '../report/summary.ts';
import { runTrial } from '../trial/run.ts';
import type { Recipe, TrialReport } from '../types.ts';
import { readToJudge } from './judge.ts';
import { longestFirst } from './order.ts';
import { summarise } from './summarise.ts';

export interface CheckOptions {
  readonly root: string;
  readonly names: readonly string[];
  readonly standIns: boolean;
  /** How many recipes at once; each has an engine of its own. */
  readonly parallel: number;
  readonly signal: AbortSignal;
  /** One line for people, as things happen. */
  readonly onProgress: (line: string) => void;
}

/** One row per recipe, in order. A recipe with a lint error never reaches an engine. */
export async function checkRecipes(options: CheckOptions): Promise<readonly SummaryRow[]> {
  const { root, names, signal, onProgress } = options;
  await using store = openImageStore({ onProgress });
  const { recipes, lint: judge } = await readToJudge(root, names);
  const check = async (recipe: Recipe): Promise<SummaryRow> => {
    const started = performance.now();
    const lint = judge(recipe);
    writeReport(root, lint);
    let trial: TrialReport | null = null;
    if (lint.verdict === 'pass') {
      trial = await runTrial(recipe, { ...options, store, provider: localProvider() });
      signal.throwIfAborted();
      writeReport(root, trial);
    }
    const certification = await certifyRecipe(root, recipe, new Date());
    const seconds = (performance.now() - started) / 1000;
    const row = summarise({ recipe, lint, trial, certification, seconds });
    onProgress(`${recipe.name}: ${row.verdict} after ${seconds.toFixed(1)} s`);
    return row;
  };
  return await longestFirst(root, recipes, options.parallel, check);
}
