/** The images of a version, as the trial has them. */
import type { ImageStore } from '../engine/engine.ts';
import { provideImages } from '../trial/images.ts';
import { planTrial } from '../trial/plan.ts';
import { openRecipeWorkplace } from '../trial/workplace.ts';
import type { ImageResult, Recipe } from '../types.ts';

interface Sources {
  readonly store: ImageStore;
  readonly signal: AbortSignal;
}

export async function imagesOf(recipe: Recipe, { store, signal }: Sources): Promise<readonly ImageResult[]> {
  const plan = planTrial(recipe);
  const sources = { store, standIns: false, signal };
  // What is only pulled needs no folder.
  if (plan.images.every(({ context }) => context === null)) return await provideImages(plan, '', sources);
  await using workplace = await openRecipeWorkplace(recipe, plan);
  return await provideImages(plan, workplace.folder, sources);
}
