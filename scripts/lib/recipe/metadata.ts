import type { FromSchema } from 'json-schema-to-ts';
import type { Finding, Json, Metadata, PortProbe, RecipeFile } from '../types.ts';
import { isReservedSetting } from './env-line.ts';
import { isMap, type JsonMap } from './json.ts';
import { licenceFault } from './licence.ts';
import { type Fault, quote } from './limits.ts';
import type { recipeSchema } from './schema.ts';
import { type SchemaProblem, schemaProblems } from './schema-errors.ts';
import { schemaFindings } from './schema-findings.ts';
import { knownKeys, validateRecipe } from './validators.js';
import { readYaml } from './yaml.ts';

/** What recipe.yml says with defaults filled in; null, with findings, when there is none or it breaks its schema. */
export function readMetadata(
  file: RecipeFile | undefined,
  folder: string,
): { readonly value: Metadata | null; readonly findings: readonly Finding[] } {
  if (file === undefined) return { value: null, findings: [] };
  const { value, findings } = readYaml(file, folder);
  if (value === undefined) return { value: null, findings };
  const problems = metadataProblems(value);
  const metadata = isMap(value) && problems.length === 0 ? withDefaults(value) : null;
  return { value: metadata, findings: [...findings, ...schemaFindings('recipe-schema', problems, file, folder)] };
}

/** What in a document breaks the schema of recipe.yml, or what a schema cannot say. */
export function metadataProblems(value: Json): readonly SchemaProblem[] {
  if (!validateRecipe(value)) return schemaProblems(validateRecipe.errors ?? [], value, knownKeys.validateRecipe);
  return isMap(value) ? meaningProblems(withDefaults(value)) : [];
}

/** Only called with what the schema accepts. That the schema and `Metadata` agree is checked by the compiler here. */
function withDefaults(value: JsonMap): Metadata {
  const valid = value as FromSchema<typeof recipeSchema>;
  const empty = { tags: [], features: {}, antifeatures: [], architectures: [], budget: {}, data: [], waivers: [] };
  return {
    ...empty,
    ...valid,
    trial: {
      env: {},
      probes: [],
      ports: [],
      seed: [],
      check: [],
      variants: [],
      scalable: [],
      skip: [],
      rotates: [],
      ...valid.trial,
    },
  };
}

function meaningProblems(metadata: Metadata): readonly SchemaProblem[] {
  const faults: (readonly [SchemaProblem['path'], Fault | null])[] = [
    [['licence'], licenceFault(metadata.licence)],
    [['website'], addressFault(metadata.website)],
    [['upstream', 'repository'], addressFault(metadata.upstream.repository)],
    [['deprecated', 'since'], metadata.deprecated === undefined ? null : dateFault(metadata.deprecated.since)],
    ...metadata.waivers.map(({ until }, index) => [['waivers', index, 'until'], dateFault(until)] as const),
    ...metadata.trial.ports.map((probe, index) => [['trial', 'ports', index], portFault(probe)] as const),
    ...Object.keys(metadata.trial.env).map((name) => [['trial', 'env', name], settingFault(name)] as const),
  ];
  return faults.flatMap(([path, fault]) => (fault === null ? [] : [{ path, ...fault }]));
}

function addressFault(address: string): Fault | null {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return { message: `${quote(address)} is not a web address`, help: 'Write it as https://….' };
  }
  if (url.username === '' && url.password === '') return null;
  return { message: `${quote(address)} carries credentials`, help: 'Remove the part before "@".' };
}

function dateFault(date: string): Fault | null {
  const time = Date.parse(`${date}T00:00:00Z`);
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(date)) return null;
  return { message: `${quote(date)} is not a day of the calendar`, help: 'Write it as YYYY-MM-DD.' };
}

/** Whether a datagram arrived nobody can tell, unless it is answered. */
function portFault({ protocol, tls, send }: PortProbe): Fault | null {
  if (protocol === 'tcp') return null;
  if (tls === true) return { message: 'TLS needs TCP', help: 'Remove "tls".' };
  if (send !== undefined) return null;
  return { message: 'A UDP port answers only what it is asked', help: 'Add "send" with a datagram that it answers.' };
}

function settingFault(name: string): Fault | null {
  if (!isReservedSetting(name)) return null;
  return { message: `Setting "${name}" would steer the shell or the Docker client`, help: 'Remove it.' };
}
