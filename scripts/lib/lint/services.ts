import { isList, isMap, type JsonMap, mapOf } from '../recipe/json.ts';
import type { Json, Path, Recipe } from '../types.ts';
import { type Document, documents } from './documents.ts';

export interface Service {
  readonly name: string;
  readonly file: string;
  readonly path: Path;
  /** As this file has it, variables filled in. */
  readonly value: JsonMap;
  /** Laid over the same service of compose.yml. */
  readonly merged: JsonMap;
  readonly document: Document;
  /** False in an overlay that only adds to a service of compose.yml: what it lacks stands there. */
  readonly whole: boolean;
}

const known = new WeakMap<Recipe, readonly Service[]>();

/** The services of all compose files; one that an overlay adds to comes once for each file. */
export function services(recipe: Recipe): readonly Service[] {
  let found = known.get(recipe);
  if (found === undefined) {
    found = documents(recipe).flatMap(servicesOf);
    known.set(recipe, found);
  }
  return found;
}

/** Services whose definition is complete, for rules about something missing. */
export function wholeServices(recipe: Recipe): readonly Service[] {
  return services(recipe).filter(({ whole }) => whole);
}

/** A job runs to its end and is not updated. */
export function isJob({ merged }: Service): boolean {
  const { mode } = mapOf(merged.deploy);
  return typeof mode === 'string' && mode.endsWith('-job');
}

function servicesOf(document: Document): readonly Service[] {
  const below = document.overlay === '' ? {} : mapOf(document.base.services);
  return Object.entries(mapOf(document.value.services)).flatMap(([name, value]) => {
    if (!isMap(value)) return [];
    const under = Object.hasOwn(below, name) ? below[name] : undefined;
    const merged = mapOf(layOver(under, value));
    return [
      { name, file: document.file, path: ['services', name], value, merged, document, whole: under === undefined },
    ];
  });
}

/** Docker's merging of two files, as far as rules need it: maps by key, lists one after the other, the upper scalar wins. */
function layOver(below: Json | undefined, above: Json): Json {
  if (isList(below) && isList(above)) return [...below, ...above];
  if (!isMap(below) || !isMap(above)) return above;
  const merged: Record<string, Json> = { ...below };
  for (const [key, value] of Object.entries(above)) merged[key] = layOver(below[key], value);
  return merged;
}
