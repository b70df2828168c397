import type { Finding, Json, Metadata, RecipeFile } from '../types.ts';
import { readFinding } from './finding.ts';
import { isMap } from './json.ts';
import { locate } from './locate.ts';
import { validateMetadata } from './schema-check.ts';
import { readYaml } from './yaml.ts';

/** What recipe.yml says with defaults filled in; null, with findings, when there is none or it breaks its schema. */
export function readMetadata(
  file: RecipeFile | undefined,
  folder: string,
): { readonly value: Metadata | null; readonly findings: readonly Finding[] } {
  if (file === undefined) return { value: null, findings: [] };
  const { value, findings } = readYaml(file, folder);
  if (value === undefined) return { value: null, findings };
  const problems = validateMetadata(value);
  const found = problems.map(({ message, help, path }) =>
    readFinding('recipe-schema', message, help, { place: locate(file, folder, path), path }),
  );
  return {
    value: isMap(value) && problems.length === 0 ? withDefaults(value) : null,
    findings: [...findings, ...found],
  };
}

/** Only called with what the schema accepted: hence the cast. */
function withDefaults(value: { readonly [key: string]: Json }): Metadata {
  const empty = { tags: [], features: {}, antifeatures: [], architectures: [], budget: {}, data: [], waivers: [] };
  const trial = { env: {}, probes: [], skip: [], ...(isMap(value.trial) ? value.trial : {}) };
  return { ...empty, ...value, trial } as unknown as Metadata;
}
