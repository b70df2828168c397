/** The whole flow for some recipes: lint → trial of every rung → scan → certificate, each step's result stored as it comes. */
import { certifyRecipe } from '../certificate/store.ts';
import { localProvider } from '../engine/local.ts';
import { openImageStore } from '../engine/store.ts';
import { openPlaces } from '../places.ts';
import { versionsBefore } from '../recipe/before.ts';
import { writeReport } from '../report/store.ts';
import type { SummaryRow } from '../report/summary.ts';
import { RUNGS } from '../trial/climbs.ts';
import { runTrial } from '../trial/run.ts';
import type { Step } from '../trial/step.ts';
import type { ScanReport, TrialReport } from '../types.ts';
import { readToJudge } from './judge.ts';
import { longestFirst } from './order.ts';
import { openRunScan } from './scan.ts';
import { summarise } from './summarise.ts';

export interface CheckOptions {
  readonly root: string;
  readonly names: readonly string[];
  readonly standIns: boolean;
  /** How many engines at once, for all recipes together. */
  readonly parallel: number;
  readonly signal: AbortSignal;
  /** One line for people, as things happen. */
  readonly onProgress: (line: string) => void;
  readonly onStep: (step: Step) => void;
}

/** One row per recipe, in order. A recipe with a lint error never reaches an engine. */
export async function checkRecipes(options: CheckOptions): Promise<readonly SummaryRow[]> {
  const { root, names, signal, onProgress } = options;
  await using store = openImageStore({ onProgress });
  const { recipes, lint: judge } = await readToJudge(root, names);
  const places = openPlaces(options.parallel);
  await using scanning = openRunScan({ ...options, env: process.env, recipes, store, places });
  const shared = { ...options, store, places, provider: localProvider() };
  return await longestFirst(root, recipes, RUNGS, async (recipe, last) => {
    const lint = judge(recipe);
    writeReport(root, lint);
    let trial: TrialReport | null = null;
    let scan: ScanReport | null = null;
    if (lint.verdict === 'pass') {
      scanning.prepare();
      const startingPoints = () => versionsBefore(root, recipe);
      trial = await runTrial(recipe, { ...shared, startingPoints, last });
      signal.throwIfAborted();
      writeReport(root, trial);
      scan = await scanning.scan(recipe, trial);
    }
    const certification = await certifyRecipe(root, recipe, new Date());
    const seconds = [lint, trial, scan].reduce((sum, report) => sum + (report?.durationMs ?? 0), 0) / 1000;
    const row = summarise({ recipe, lint, trial, certification, seconds });
    onProgress(`${recipe.name}: ${row.verdict} after ${seconds.toFixed(1)} s`);
    return row;
  });
}
