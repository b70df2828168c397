import { parseReference, type Reference } from '../engine/reference.ts';
import { rewrite } from '../lint/edit/replace.ts';
import { mapOf } from '../recipe/json.ts';
import type { Path, Recipe } from '../types.ts';

/** An image as a compose file names it. */
export interface NamedImage {
  readonly file: string;
  readonly path: Path;
  readonly service: string;
  readonly text: string;
  /** Or why it cannot be looked up. */
  readonly reference: Reference | { readonly why: string };
}

/** Every image of every compose file, in their order. Pure. */
export function namedImages(recipe: Recipe): readonly NamedImage[] {
  return recipe.compose.flatMap(({ file, value }) =>
    Object.entries(mapOf(value.services)).flatMap(([service, body]) => {
      const text = mapOf(body).image;
      if (typeof text !== 'string') return [];
      const path = ['services', service, 'image'];
      return [{ file, path, service, text, reference: referenceOf(recipe, service, text) }];
    }),
  );
}

function referenceOf(recipe: Recipe, service: string, text: string): NamedImage['reference'] {
  if (text.includes('$')) return { why: 'a setting is part of its name' };
  const folders = [`image/${service}`, ...(service === 'app' ? ['image'] : [])];
  if (folders.some((folder) => recipe.files.some(({ path }) => path === `${folder}/Dockerfile`))) {
    return { why: 'it is built from this recipe' };
  }
  try {
    return parseReference(text);
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

/** Puts one name for another, in whatever quotes it stands; no name of an image needs any. */
export function renamed(from: string, to: string): ReturnType<typeof rewrite> {
  return rewrite((source) => source.replace(from, () => to));
}
