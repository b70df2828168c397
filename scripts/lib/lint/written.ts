/** How a document is written, where its meaning alone does not tell. */
import { isAlias, isMap, isScalar, type Node } from 'yaml';
import { locate } from '../recipe/locate.ts';
import { parsedYaml } from '../recipe/yaml.ts';
import { keyOf, resolveAlias } from '../recipe/yaml-nodes.ts';
import type { Path, Recipe, RecipeFile } from '../types.ts';
import { writtenIn } from './documents.ts';

const known = new WeakMap<RecipeFile, readonly string[]>();

/**
 * The word that stands where the value at `path` is written, quotes included: `0440` and `288` are one number to a parser.
 * Empty when there is no such file.
 */
export function writtenAt(recipe: Recipe, file: string, path: Path): string {
  const origin = writtenIn(recipe, file, path) ?? { file, path };
  const source = recipe.files.find((each) => each.path === origin.file);
  if (source === undefined) return '';
  const { line, column } = locate(source, recipe.folder, origin.path);
  const text = linesOf(source)[line - 1]?.slice(column - 1) ?? '';
  return /^(?:"[^"]*"|'[^']*'|[^\s,[\]{}]+)/.exec(text)?.[0] ?? '';
}

function linesOf(file: RecipeFile): readonly string[] {
  let lines = known.get(file);
  if (lines === undefined) {
    lines = file.content.split('\n');
    known.set(file, lines);
  }
  return lines;
}

/** Names of the services that write the value of `key` themselves, not by an alias or a merge key. */
export function servicesWriting(file: RecipeFile, key: string): ReadonlySet<string> {
  const { nodes } = parsedYaml(file);
  const names = new Set<string>();
  for (const [name, service] of entries(resolveAlias(nodes, childOf(nodes.root, 'services')))) {
    // `two: *one` is written in one.
    const value = isAlias(service) ? null : childOf(service, key);
    if (value !== null && !isAlias(value)) names.add(name);
  }
  return names;
}

function childOf(map: Node | null, key: string): Node | null {
  return entries(map).find(([name]) => name === key)?.[1] ?? null;
}

function entries(map: Node | null): readonly (readonly [string, Node | null])[] {
  if (!isMap(map)) return [];
  return map.items.flatMap(({ key, value }) => (isScalar(key) ? [[keyOf(key), value as Node | null] as const] : []));
}
