/** Hardens a recipe and proves the result on an engine that knows nothing of how it came about. */
import type pc from 'picocolors';
import { reportFolder } from '../../report/store.ts';
import type { EngineFacts, Recipe, TrialReport } from '../../types.ts';
import { RUNGS } from '../climbs.ts';
import { clearEvidence, openEvidence } from '../evidence.ts';
import { runTrial, type TrialOptions } from '../run.ts';
import { INSTALLING } from '../rung.ts';
import { harden } from './harden.ts';
import { hardeningPatch, prettyAttempts } from './pretty.ts';

export interface HardeningRun {
  /** What was tried, for people. */
  readonly tried: string;
  /** For `git apply`; '' when nothing could be taken away. */
  readonly patch: string;
  /** Of the patched recipe, installed afresh; null when there is no patch. */
  readonly proof: TrialReport | null;
}

/** Throws when the recipe as it is does not come up. */
export async function hardenRecipe(
  recipe: Recipe,
  options: TrialOptions,
  colors: ReturnType<typeof pc.createColors>,
): Promise<HardeningRun> {
  const { onStep = () => undefined, startingPoints, ...shared } = options;
  const { root } = options;
  const started = performance.now();
  const folder = reportFolder(root, recipe.name, recipe.version);
  await clearEvidence(folder, RUNGS);
  await openEvidence(folder);
  let facts: EngineFacts | null = null;
  const { recipe: hardened, attempts } = await harden(recipe, {
    ...shared,
    folder,
    progress: (doing) =>
      onStep({
        recipe: recipe.name,
        rung: null,
        doing,
        seconds: (performance.now() - started) / 1000,
        ended: false,
      }),
    onEngine: (each) => {
      facts = each;
    },
  });
  const { apiVersion } = facts ?? { apiVersion: 'unknown' };
  const tried = prettyAttempts(attempts, apiVersion, colors);
  const patch = hardeningPatch(recipe, hardened, colors);
  return { tried, patch, proof: patch === '' ? null : await runTrial(hardened, { ...options, rungs: INSTALLING }) };
}
