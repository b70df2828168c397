import type { ComposeFile, Json } from '../types.ts';

/** Compose files → the one stack `docker stack deploy` makes of them: maps merge, lists append, the later scalar wins. */
export function mergeCompose(files: readonly ComposeFile[]): { readonly [key: string]: Json } {
  return files.reduce<{ readonly [key: string]: Json }>((merged, { value }) => mergeMaps(merged, value), {});
}

function mergeMaps(first: { readonly [key: string]: Json }, second: { readonly [key: string]: Json }) {
  const merged: { [key: string]: Json } = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = Object.hasOwn(merged, key) ? merged[key] : undefined;
    merged[key] = before === undefined ? value : mergeValues(key, before, value);
  }
  return merged;
}

/** A command replaces; any other list grows. */
const REPLACED = new Set(['command', 'entrypoint', 'test']);

function mergeValues(key: string, first: Json, second: Json): Json {
  if (Array.isArray(first) && Array.isArray(second)) return REPLACED.has(key) ? second : [...first, ...second];
  if (isPlainMap(first) && isPlainMap(second)) return mergeMaps(first, second);
  return second;
}

function isPlainMap(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
