import { isMap, type JsonMap, mapOf } from '../recipe/json.ts';
import type { Path, Recipe } from '../types.ts';
import { type Document, documents } from './documents.ts';

export interface Service {
  readonly name: string;
  /** What rules call its document in a Problem. */
  readonly file: string;
  readonly path: Path;
  /** As docker stack deploy reads it: variables filled in, merged with what the overlay adds. */
  readonly value: JsonMap;
  readonly document: Document;
}

const known = new WeakMap<Recipe, readonly Service[]>();

/** The services of compose.yml, and with each overlay those it adds or changes. */
export function services(recipe: Recipe): readonly Service[] {
  let found = known.get(recipe);
  if (found === undefined) {
    found = documents(recipe).flatMap((document) => {
      const base = mapOf(document.base.services);
      const all = servicesOf(document);
      return document.value === document.base ? all : all.filter(({ name, value }) => base[name] !== value);
    });
    known.set(recipe, found);
  }
  return found;
}

/** All services that run side by side. */
export function servicesOf(document: Document): readonly Service[] {
  return Object.entries(mapOf(document.value.services)).flatMap(([name, value]) =>
    isMap(value) ? [{ name, file: document.file, path: ['services', name], value, document }] : [],
  );
}

/** A job runs to its end and is not updated. */
export function isJob({ value }: Service): boolean {
  const { mode } = mapOf(value.deploy);
  return typeof mode === 'string' && mode.endsWith('-job');
}

/** It is a compose file with no recipe around it. */
export function isAlone({ envFiles }: Recipe): boolean {
  return envFiles !== undefined;
}
