import { type JsonMap, mapOf } from '../recipe/json.ts';
import type { Json } from '../types.ts';

/** `deploy.resources.limits` of a service. */
export function limitsOf(service: JsonMap): JsonMap {
  return mapOf(mapOf(mapOf(service.deploy).resources).limits);
}

/** Docker takes 0 for no limit. */
export function isLimited(service: JsonMap, kind: 'memory' | 'cpus' | 'pids'): boolean {
  const limit: Json | undefined = limitsOf(service)[kind];
  return limit !== undefined && limit !== null && limit !== '' && Number(limit) !== 0;
}
