/** The compose files as `docker stack deploy` sees them: variables filled in, each overlay merged with compose.yml. */
import { sampleValues } from '../recipe/env.ts';
import type { Environment } from '../recipe/interpolate.ts';
import { type JsonMap, mapOf } from '../recipe/json.ts';
import { configVersions } from '../recipe/needs.ts';
import { fillFile } from '../stack/fill.ts';
import { stackOfFilled } from '../stack/model.ts';
import { oddScalars } from '../stack/odd.ts';
import type { EnvFile, FilledFile, MergeLoss, Origin, StackProblem } from '../stack/stack.ts';
import type { Json, Path, Recipe } from '../types.ts';

/** What a hoster deploys: compose.yml alone, or with the overlays that COMPOSE_FILE names. */
export interface Document {
  /** What rules call it in a Problem: the file's name when it is one, else a name that only `writtenIn` resolves. */
  readonly file: string;
  /** compose.yml first. */
  readonly files: readonly string[];
  /** '' for compose.yml alone. */
  readonly overlay: string;
  /** Variables filled in, and merged. */
  readonly value: JsonMap;
  /** compose.yml alone, read with the same values. */
  readonly base: JsonMap;
  readonly losses: readonly MergeLoss[];
  readonly problems: readonly StackProblem[];
  readonly origin: (path: Path) => Origin;
}

const known = new WeakMap<Recipe, readonly Document[]>();

/**
 * compose.yml, compose.yml with each overlay and each variant that recipe.yml declares, filled in with the values of
 * `.env.sample`; what reads differently with those of the trial a second time, so that nothing hides behind a value that only
 * the trial sets.
 */
export function documents(recipe: Recipe): readonly Document[] {
  let found = known.get(recipe);
  if (found === undefined) {
    found = allDocuments(recipe);
    known.set(recipe, found);
  }
  return found;
}

/** Where something is written that a rule saw in a document. */
export interface Written extends Origin {
  /** The overlays without which compose.yml would not mean this; empty when it is written in one of them. */
  readonly because: readonly string[];
}

/** Where a path of the document that a rule calls `file` is written; null for a file that is no merged document. */
export function writtenIn(recipe: Recipe, file: string, path: Path): Written | null {
  if (!file.includes(':')) return null;
  const document = documents(recipe).find((each) => each.file === file);
  if (document === undefined) return null;
  const origin = document.origin(path);
  const [base, ...overlays] = document.files;
  return { ...origin, because: origin.file === base ? overlays : [] };
}

function allDocuments(recipe: Recipe): readonly Document[] {
  const sample = sampleEnvironment(recipe);
  const { env = {}, variants = [] } = recipe.metadata?.trial ?? {};
  const sampled = documentsOf(recipe, fillAll(recipe, sample), '');
  const seen = new Set(sampled.map(({ value }) => JSON.stringify(value)));
  const others = [env, ...variants.map((variant) => ({ ...env, ...variant.env }))];
  const more = others.flatMap((values, index) => {
    const overlays = variants[index - 1]?.overlays ?? null;
    if (overlays === null && Object.keys(values).length === 0) return [];
    return documentsOf(recipe, fillAll(recipe, { ...sample, ...values }), `${index + 1}:`, overlays);
  });
  return [
    ...sampled,
    ...more.filter(({ value }) => {
      const text = JSON.stringify(value);
      return !seen.has(text) && seen.add(text);
    }),
  ];
}

/** The values a hoster starts from, those of abra.sh and a stack named like the recipe. */
export function sampleEnvironment(recipe: Recipe): Environment {
  const versions = configVersions(recipe.files.find(({ path }) => path === 'abra.sh'));
  return { ...versions, ...sampleValues(recipe.settings), STACK_NAME: stackName(recipe) };
}

/** The stack a hoster gets who names it like the recipe. */
export function stackName(recipe: Recipe): string {
  return recipe.name.replaceAll('-', '_');
}

interface Filled extends FilledFile {
  readonly overlay: string;
}

function fillAll(recipe: Recipe, environment: Environment): readonly Filled[] {
  const { envFiles = {} } = recipe;
  const envFile = (path: string): EnvFile => {
    const text = Object.hasOwn(envFiles, path) ? envFiles[path] : undefined;
    if (text === undefined) return 'unknown';
    return text === null ? 'missing' : { text };
  };
  return recipe.compose.map(({ file, overlay, value }) => {
    const source = recipe.files.find(({ path }) => path === file);
    const odd = source === undefined ? [] : oddScalars(source);
    return { ...fillFile({ file, value, odd }, { environment, envFile }), overlay };
  });
}

/** `mark` keeps the names of two readings of the same files apart. `overlays`: those of a variant; null for each by itself. */
function documentsOf(
  { compose }: Recipe,
  filled: readonly Filled[],
  mark: string,
  overlays: readonly string[] | null = null,
): readonly Document[] {
  const base = filled.find(({ overlay }) => overlay === '');
  const above = filled.filter(({ overlay }) => overlay !== '');
  const stacks: readonly (readonly Filled[])[] =
    overlays === null
      ? [...(base === undefined ? [] : [[base]]), ...above.map((each) => (base === undefined ? [each] : [base, each]))]
      : [[...(base === undefined ? [] : [base]), ...above.filter(({ overlay }) => overlays.includes(overlay))]];
  return stacks
    .filter((files) => files.length > 0 && compose.length > 0)
    .map((files) => {
      const stack = stackOfFilled(files);
      const names = files.map(({ file }) => file);
      const file = names.length === 1 ? names.join() : `${mark}${names.join(':')}`;
      return { ...stack, file, files: names, overlay: files.at(-1)?.overlay ?? '', base: base?.value ?? {} };
    });
}

/** What services of `document` may refer to, of one kind. */
export function declared(document: Document, kind: 'networks' | 'volumes' | 'secrets' | 'configs'): JsonMap {
  return mapOf(document.value[kind]);
}

/** The name an entry of the top level has in the swarm; null for one that the stack itself makes. */
export function externalName(key: string, entry: Json | undefined): string | null {
  const { external, name } = mapOf(entry);
  const inner = mapOf(external).name;
  if (typeof inner === 'string') return inner;
  // A text that Docker casts to no boolean is told of by itself.
  if (external !== true && external !== 'true' && typeof external !== 'object') return null;
  if (external === null) return null;
  return typeof name === 'string' ? name : key;
}
