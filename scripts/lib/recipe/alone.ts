/** One compose file with no recipe around it → the shape that rules judge. Pure, never throws. */
import type { ComposeFile, Finding, Recipe, RecipeFile } from '../types.ts';
import { composeProblems } from './compose-schema.ts';
import { treeDigest } from './digest.ts';
import { parseEnvSample } from './env.ts';
import { isMap, type JsonMap, mapOf } from './json.ts';
import { LIMITS } from './limits.ts';
import { configNeeds, secretNeeds } from './needs.ts';
import { schemaFindings } from './schema-findings.ts';
import { parsedYaml, readYaml } from './yaml.ts';

export interface AloneSource {
  /** Starts every place. */
  readonly folder: string;
  /** Null when it could not be read; then `findings` say why. */
  readonly file: RecipeFile | null;
  /** `compose.yml` beside a `compose.<feature>.yml`. */
  readonly base: RecipeFile | null;
  /** Settings beside it, in the form of `.env.sample`. */
  readonly settings: RecipeFile | null;
  readonly findings: readonly Finding[];
}

/** The file to which `path` may be an overlay: `docker-compose` of `docker-compose.prod.yml`; null for any other name. */
export function baseStem(path: string): string | null {
  return /^((?:docker-)?compose|(?:docker-)?stack)[.-][^/]+\.ya?ml$/.exec(path)?.[1] ?? null;
}

/** Findings are about `file` alone: what stands beside it was not asked for. */
export function parseAlone({ folder, file, base, settings, findings }: AloneSource): Recipe {
  const sample = settings === null ? { settings: [], hints: {} } : parseEnvSample(settings, folder);
  const read = file === null ? { value: undefined, findings: [] } : readYaml(file, folder, true);
  const schema =
    file === null || read.value === undefined
      ? []
      : schemaFindings('compose-schema', composeProblems(read.value), file, folder);
  const compose = file !== null && isMap(read.value) ? composeFiles(file, read.value, base) : [];
  const files = [file, compose.length === 2 ? base : null].filter((each) => each !== null);
  return {
    name: nameOf(folder, file?.path ?? ''),
    folder,
    digest: treeDigest(files),
    commit: null,
    version: null,
    files,
    metadata: null,
    settings: sample.settings,
    compose,
    secrets: secretNeeds(compose, sample.hints),
    configs: configNeeds(compose),
    findings: [...findings, ...read.findings, ...schema],
  };
}

function composeFiles(file: RecipeFile, value: JsonMap, base: RecipeFile | null): readonly ComposeFile[] {
  const below = base === null ? undefined : parsedYaml(base).value;
  if (base === null || !isMap(below) || !addsTo(below, value)) return [{ file: file.path, overlay: '', value }];
  return [
    { file: base.path, overlay: '', value: below },
    { file: file.path, overlay: 'overlay', value },
  ];
}

/** An overlay leaves out what its base has; a variant such as `docker-compose.dev.yml` is often whole. */
function addsTo(base: JsonMap, value: JsonMap): boolean {
  const below = mapOf(base.services);
  const added = Object.entries(mapOf(value.services));
  if (added.length === 0) return true;
  return added.some(([name, service]) => {
    const { image, build } = mapOf(service);
    return image === undefined && build === undefined && Object.hasOwn(below, name);
  });
}

/** What a stack of it would be called. */
function nameOf(folder: string, path: string): string {
  const stem = path.replace(/\.[^.]*$/, '');
  const named = /^(?:(?:docker-)?(?:compose|stack)\b.*)?$/.test(stem) ? (folder.split('/').at(-1) ?? '') : stem;
  const name = named.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return name.slice(0, LIMITS.nameLength / 2).replaceAll(/^-+|-+$/g, '') || 'stack';
}
