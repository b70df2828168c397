/** The compose files as `docker stack deploy` sees them: with the variables filled in. */
import { sampleValues } from '../recipe/env.ts';
import { type Environment, interpolateCompose } from '../recipe/interpolate.ts';
import { type JsonMap, mapOf } from '../recipe/json.ts';
import { configVersions } from '../recipe/needs.ts';
import type { Json, Recipe } from '../types.ts';

export interface Document {
  readonly file: string;
  /** '' for compose.yml. */
  readonly overlay: string;
  /** Variables filled in. Paths are those of the file as written. */
  readonly value: JsonMap;
  /** compose.yml, which an overlay adds to. */
  readonly base: JsonMap;
}

const known = new WeakMap<Recipe, readonly Document[]>();

/**
 * Every compose file, filled in with the values of `.env.sample`; files that read differently with those of the trial a
 * second time, so that nothing hides behind a value that only the trial sets.
 */
export function documents(recipe: Recipe): readonly Document[] {
  let found = known.get(recipe);
  if (found === undefined) {
    found = fillAll(recipe);
    known.set(recipe, found);
  }
  return found;
}

function fillAll(recipe: Recipe): readonly Document[] {
  const sample = sampleEnvironment(recipe);
  const sampled = fill(recipe, sample);
  if (recipe.metadata === null) return sampled;
  const seen = new Set(sampled.map(({ value }) => JSON.stringify(value)));
  const tried = fill(recipe, { ...sample, ...recipe.metadata.trial.env });
  return [...sampled, ...tried.filter(({ value }) => !seen.has(JSON.stringify(value)))];
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

function fill(recipe: Recipe, environment: Environment): readonly Document[] {
  const filled = recipe.compose.map(({ file, overlay, value }) => ({
    file,
    overlay,
    value: mapOf(interpolateCompose(value, environment).value),
  }));
  const base = filled.find(({ overlay }) => overlay === '')?.value ?? {};
  return filled.map((document) => ({ ...document, base }));
}

type Declarable = 'networks' | 'volumes' | 'secrets' | 'configs';

const declarations = new WeakMap<Document, Map<Declarable, JsonMap>>();

/** What `document` may refer to: its own entries and those of compose.yml. */
export function declared(document: Document, kind: Declarable): JsonMap {
  let ofDocument = declarations.get(document);
  if (ofDocument === undefined) {
    ofDocument = new Map();
    declarations.set(document, ofDocument);
  }
  let entries = ofDocument.get(kind);
  if (entries === undefined) {
    entries = { ...mapOf(document.base[kind]), ...mapOf(document.value[kind]) };
    ofDocument.set(kind, entries);
  }
  return entries;
}

/** The name an entry of the top level has in the swarm; null for one that the stack itself makes. */
export function externalName(key: string, entry: Json | undefined): string | null {
  const { external, name } = mapOf(entry);
  const inner = mapOf(external).name;
  if (typeof inner === 'string') return inner;
  // After interpolation Docker casts the text "true" to a boolean.
  if (external !== true && external !== 'true' && typeof external !== 'object') return null;
  if (external === null) return null;
  return typeof name === 'string' ? name : key;
}
