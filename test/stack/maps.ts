/** Mappings and lists brought into one shape, whatever they hold. */
import { isList, isMap, type JsonMap, mapOf } from '../../scripts/lib/recipe/json.ts';
import type { Json } from '../../scripts/lib/types.ts';

export type Turn = (value: Json) => Json;

/** Printed even when they are nothing, for nothing is something else there than what is not said. */
const ZERO_COUNTS = new Set(['init', 'max_attempts', 'mode', 'parallelism', 'replicas', 'retries']);
/** Mappings whose keys are the packager's own: what is nothing there is something. */
const OWN_KEYS = new Set('environment labels sysctls options args driver_opts networks ulimits'.split(' '));

export function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

export function list(value: Json): readonly Json[] {
  return isList(value) ? value : [value];
}

export function turned(value: Json, turns: { readonly [key: string]: Turn }): JsonMap {
  return each(value, (key, inner) => (Object.hasOwn(turns, key) ? (turns[key]?.(inner) ?? null) : inner));
}

export function each(value: Json, turn: (key: string, value: Json) => Json): JsonMap {
  return Object.fromEntries(Object.entries(mapOf(value)).map(([key, inner]) => [key, turn(key, inner)]));
}

export function only(map: JsonMap, keys: readonly string[]): JsonMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => keys.includes(key)));
}

/** Without what is nothing, but in `OWN_KEYS`; entries of lists stay. */
export function pruned(map: { readonly [key: string]: Json | undefined }): JsonMap {
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, value]) => {
      const clean = cleaned(value, key);
      return clean === undefined || isNothing(clean, key) ? [] : [[key, clean]];
    }),
  );
}

function cleaned(value: Json | undefined, key: string): Json | undefined {
  if (isList(value)) return value.map((item) => (isMap(item) ? pruned(item) : item));
  return isMap(value) && !OWN_KEYS.has(key) ? pruned(value) : value;
}

function isNothing(value: Json, key: string): boolean {
  if (value === null || value === '') return true;
  if (value === 0 || value === false) return !ZERO_COUNTS.has(key);
  return typeof value === 'object' && Object.keys(value).length === 0;
}

export function sorted(values: readonly Json[]): readonly Json[] {
  return [...values].sort((one, other) => compare(canonical(one), canonical(other)));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function canonical(value: Json): string {
  return JSON.stringify(value, (_, inner) =>
    isMap(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => compare(a, b))) : inner,
  );
}
