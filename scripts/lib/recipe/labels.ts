import type { Json, Path } from '../types.ts';
import { isList, isMap, mapOf } from './json.ts';

/** One entry of a list or map. `path`: where it sits below the value that was passed. */
export interface Entry {
  readonly key: string;
  readonly value: string;
  readonly path: Path;
}

/** Labels of the service (under `deploy.labels`, where swarm and Traefik's swarm provider read them), of list or map form. */
export function serviceLabels(service: Json | undefined): readonly Entry[] {
  return entries(mapOf(mapOf(service).deploy).labels, ['deploy', 'labels'], '');
}

/** Labels of its containers (`labels`), which neither Traefik's swarm provider nor abra sees. */
export function containerLabels(service: Json | undefined): readonly Entry[] {
  return entries(mapOf(service).labels, ['labels'], '');
}

/** An entry whose value is null (`KEY:` or `- KEY`) takes it from whoever runs `docker stack deploy`. */
export interface EnvironmentEntry {
  readonly key: string;
  readonly value: string | null;
  readonly path: Path;
}

export function environment(service: Json | undefined): readonly EnvironmentEntry[] {
  return entries(mapOf(service).environment, ['environment'], null);
}

function entries<Empty extends string | null>(
  value: Json | undefined,
  path: Path,
  empty: Empty,
): { key: string; value: string | Empty; path: Path }[] {
  if (isMap(value)) {
    return Object.entries(value).map(([key, entry]) => ({
      key,
      value: scalarText(entry) ?? empty,
      path: [...path, key],
    }));
  }
  if (!isList(value)) return [];
  return value.flatMap((item, index) => {
    const text = scalarText(item);
    if (text === null) return [];
    const equals = text.indexOf('=');
    return [
      equals === -1
        ? { key: text, value: empty, path: [...path, index] }
        : { key: text.slice(0, equals), value: text.slice(equals + 1), path: [...path, index] },
    ];
  });
}

function scalarText(value: Json | undefined): string | null {
  if (value === null || value === undefined || typeof value === 'object') return null;
  return String(value);
}
