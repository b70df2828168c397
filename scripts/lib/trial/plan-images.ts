import { parseReference } from '../engine/reference.ts';
import { mapOf } from '../recipe/json.ts';
import type { Json, Recipe } from '../types.ts';
import type { PlannedImage } from './plan.ts';

/** The images of the services, each once, and which folder of the recipe builds it. */
export function plannedImages(
  recipe: Recipe,
  services: { readonly [name: string]: Json },
): { readonly images: readonly PlannedImage[]; readonly faults: readonly string[] } {
  const images = new Map<string, { services: string[]; context: string | null }>();
  const faults: string[] = [];
  for (const [service, value] of Object.entries(services)) {
    const reference = mapOf(value).image;
    const fault = typeof reference === 'string' ? referenceFault(reference) : 'has no image';
    if (fault !== null) faults.push(`Service "${service}": ${fault}`);
    if (fault !== null || typeof reference !== 'string') continue;
    const image = images.get(reference) ?? { services: [], context: null };
    image.services.push(service);
    image.context ??= contextOf(recipe, service);
    images.set(reference, image);
  }
  return { images: [...images].map(([reference, image]) => ({ reference, ...image })), faults };
}

function contextOf(recipe: Recipe, service: string): string | null {
  const folders = [`image/${service}`, ...(service === 'app' ? ['image'] : [])];
  return folders.find((folder) => recipe.files.some(({ path }) => path === `${folder}/Dockerfile`)) ?? null;
}

function referenceFault(reference: string): string | null {
  try {
    parseReference(reference);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
