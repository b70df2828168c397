import { join } from 'node:path';
import type { ImageStore } from '../engine/engine.ts';
import type { ImageResult } from '../types.ts';
import { EDGE_IMAGES } from './edge/edge.ts';
import type { TrialPlan } from './plan.ts';

export type AvailableImage = Extract<ImageResult, { available: true }>;

interface Sources {
  readonly store: ImageStore;
  readonly standIns: boolean;
  readonly signal: AbortSignal;
}

/** Every image the recipe names, in its order. `workplace`: folder with the recipe's files, for those it builds. */
export async function provideImages(
  plan: TrialPlan,
  workplace: string,
  { store, standIns, signal }: Sources,
): Promise<readonly ImageResult[]> {
  const results: ImageResult[] = [];
  for (const { reference, services, context } of plan.images) {
    const need = { reference, services, context: context === null ? null : join(workplace, context), standIns };
    results.push(await store.provide(need, signal));
  }
  return results;
}

/** The best reverse proxy that can be had. Throws when there is none: that is never the recipe's fault. */
export async function provideEdgeImage({ store, signal }: Sources): Promise<AvailableImage> {
  const errors: string[] = [];
  for (const need of EDGE_IMAGES) {
    const result = await store.provide(need, signal);
    if (result.available) return result;
    errors.push(`${need.reference}: ${result.error}`);
  }
  throw new Error(`no image for the edge proxy: ${errors.join('; ')}`);
}

/** Digest by reference, of those that could be had. */
export function digestsOf(images: readonly ImageResult[]): { readonly [reference: string]: string } {
  return Object.fromEntries(
    images.flatMap((image) => (image.available ? [[image.reference, image.digest] as const] : [])),
  );
}
