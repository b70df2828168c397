import { join } from 'node:path';
import type { EngineProvider, ImageNeed, ImageStore } from '../engine/engine.ts';
import type { ImageResult, Rung } from '../types.ts';
import { edgeImages } from './edge/edge.ts';
import type { TrialPlan } from './plan.ts';
import { rung } from './rung.ts';

export type AvailableImage = Extract<ImageResult, { available: true }>;

export function isAvailable(image: ImageResult): image is AvailableImage {
  return image.available;
}

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

/**
 * The rungs when an image is not to be had, else null. An image that its own registry does not know is the recipe's fault;
 * one that could not be asked for says nothing about the recipe.
 */
export function judgeImages(images: readonly ImageResult[]): readonly Rung[] | null {
  const unavailable = images.filter((image) => !image.available);
  const missing = unavailable.find((image) => image.missing);
  if (missing !== undefined) {
    const reason = `There is no image ${missing.reference}: ${missing.error}.`;
    return [rung('deploys', 'fail', { reason })];
  }
  const [first] = unavailable;
  if (first === undefined) return null;
  const reason = `image not available: ${first.reference}: ${first.error}`;
  return (['deploys', 'answers', 'removes'] as const).map((id) => rung(id, 'unverified', { reason }));
}

/** The best reverse proxy that can be had. Throws when there is none: that is never the recipe's fault. */
export async function provideEdgeImage({
  store,
  signal,
  provider,
}: Sources & { readonly provider?: EngineProvider }): Promise<AvailableImage> {
  const errors: string[] = [];
  for (const need of edgeImages(provider?.shared !== undefined)) {
    const result = await store.provide(need, signal);
    if (result.available) return result;
    errors.push(`${need.reference}: ${result.error}`);
  }
  throw new Error(`no image for the edge proxy: ${errors.join('; ')}`);
}

/** An image of the trial's own. Throws when it cannot be had: that is never the recipe's fault. */
export async function provideOwn(need: ImageNeed, { store, signal }: Sources): Promise<AvailableImage> {
  const result = await store.provide(need, signal);
  if (result.available) return result;
  throw new Error(`no image ${need.reference}: ${result.error}`);
}

/** Digest by reference, of those that could be had. */
export function digestsOf(images: readonly ImageResult[]): { readonly [reference: string]: string } {
  return Object.fromEntries(
    images.flatMap((image) => (image.available ? [[image.reference, image.digest] as const] : [])),
  );
}
