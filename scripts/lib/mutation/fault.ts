/** One fault, ready to be planted: which files of a recipe change, and where lint must speak of it. */
import { type JsonMap, mapOf, valueAt } from '../recipe/json.ts';
import type { Json, Path, Published, Recipe } from '../types.ts';
import { editedText, rewrittenText, type Setting } from './change.ts';

/** A place by path in a YAML file, or by line in any other. `file` is '' for the folder itself. */
export type Spot = { readonly file: string } & (
  | { readonly path: Path; readonly atKey?: true }
  | { readonly line: number; readonly column?: number }
);

export interface Fault {
  /** New text of files by path; null takes the file away. */
  readonly changes: { readonly [path: string]: string | null };
  /** Symbolic links by path: what they point to. The recipe is then read from a disk. */
  readonly links?: { readonly [path: string]: string };
  readonly at: Spot;
  /** What the main line has, for rules that compare with it. */
  readonly published?: Published;
}

/** The faults of one rule that this recipe can carry; none where the rule does not apply. Pure. */
export type Planter = (recipe: Recipe) => readonly Fault[];

/** Text of a file, '' when the recipe has none. */
export function textOf(recipe: Recipe, path: string): string {
  const file = recipe.files.find((each) => each.path === path);
  return file?.encoding === 'utf8' ? file.content : '';
}

/** How a YAML file is changed. A path that does not exist is made; `undefined` removes what is there. */
export interface Change {
  /** compose.yml by default. */
  readonly file?: string;
  readonly set: readonly Setting[];
  /** In that file. */
  readonly at: Path;
  readonly atKey?: true;
}

/** The change as a fault; null when the file cannot take it (an alias stands in its way). */
function changeYaml(recipe: Recipe, { file: path = 'compose.yml', set, at, atKey }: Change): Fault | null {
  const file = recipe.files.find((each) => each.path === path);
  const text = file === undefined ? null : (editedText(file, set) ?? rewrittenText(file, set));
  if (text === null) return null;
  return { changes: { [path]: text }, at: { file: path, path: at, ...(atKey === undefined ? {} : { atKey }) } };
}

/** A service of compose.yml as written, variables not filled in. */
export interface PlantedService {
  readonly recipe: Recipe;
  readonly name: string;
  readonly path: Path;
  readonly value: JsonMap;
}

/** A planter that plants into every service which `plant` finds a change for. */
export function inServices(plant: (service: PlantedService) => Change | null): Planter {
  return (recipe) =>
    Object.entries(servicesOf(recipe)).flatMap(([name, value]) => {
      const change = plant({ recipe, name, path: ['services', name], value: mapOf(value) });
      const fault = change === null ? null : changeYaml(recipe, change);
      return fault === null ? [] : [fault];
    });
}

/** A planter that plants once, into a YAML file. */
export function inRecipe(plant: (recipe: Recipe) => Change | null): Planter {
  return (recipe) => {
    const change = plant(recipe);
    const fault = change === null ? null : changeYaml(recipe, change);
    return fault === null ? [] : [fault];
  };
}

/** A planter that sets one key of every service. */
export function setting(key: string, value: Json): Planter {
  return inServices(({ path }) => ({ set: [[[...path, key], value]], at: [...path, key] }));
}

/** The same, where the rule speaks of the key. */
export function settingKey(key: string, value: Json): Planter {
  return inServices(({ path }) => ({ set: [[[...path, key], value]], at: [...path, key], atKey: true }));
}

/** A planter that adds an item to a list of every service: ports, volumes, cap_add, deploy.labels … */
export function adding(key: Path, item: Json, inside: Path = []): Planter {
  return inServices((service) => appended(service, key, item, inside));
}

/** The change that adds `item` to the list at `key`; null where a mapping stands there. `inside`: what of the item is wrong. */
export function appended({ path, value }: PlantedService, key: Path, item: Json, inside: Path = []): Change | null {
  const there = valueAt(value, key) ?? [];
  if (!Array.isArray(there)) return null;
  const at = [...path, ...key, there.length, ...inside];
  return {
    set: [
      [
        [...path, ...key],
        [...there, item],
      ],
    ],
    at,
  };
}

const VALUE = {} as const;
export const KEY = { atKey: true } as const;

/** Sets `key` of every service that has none. `inside`: what of the value is wrong. */
export function set(key: Path, value: Json, inside: Path = [], spot: typeof VALUE | typeof KEY = VALUE): Planter {
  return inServices((service) => {
    if (valueAt(service.value, key) !== undefined) return null;
    const path = [...service.path, ...key];
    return { set: [[path, value]], at: [...path, ...inside], ...spot };
  });
}

/** Changes what every service that has `key` has there. */
export function changing(key: Path, value: Json): Planter {
  return inServices((service) => {
    const at = [...service.path, ...key];
    return valueAt(service.value, key) === undefined ? null : { set: [[at, value]], at };
  });
}

/** Adds an entry at the top level. */
export function atTop(path: Path, value: Json, inside: Path = [], spot: typeof VALUE | typeof KEY = VALUE): Planter {
  return inRecipe(() => ({ set: [[path, value]], at: [...path, ...inside], ...spot }));
}

/** Adds a network of that kind, which one service joins. */
export function onNetwork(network: Json, inside: Path): Planter {
  return inServices(({ path, value }) => {
    if (!Array.isArray(value.networks)) return null;
    const planted = ['networks', 'planted'];
    return {
      set: [
        [
          [...path, 'networks'],
          [...value.networks, 'planted'],
        ],
        [planted, network],
      ],
      at: [...planted, ...inside],
    };
  });
}

export function composeOf(recipe: Recipe): JsonMap {
  return recipe.compose.find(({ overlay }) => overlay === '')?.value ?? {};
}

export function servicesOf(recipe: Recipe): JsonMap {
  return mapOf(composeOf(recipe).services);
}
