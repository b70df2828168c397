import { isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import type { Path, Place, RecipeFile } from '../types.ts';
import { parsedYaml, placeAt } from './yaml.ts';
import { isMergeKey, keyOf, mergeSources, type NodeIndex, resolveAlias } from './yaml-nodes.ts';

/**
 * Where the value at `path` is written: a scalar or flow collection at its first character, a block collection at the key
 * that opens it. A value that came by alias or merge key is found where it is really written. When the path does not
 * exist, its nearest existing ancestor. `folder` starts the file name, e.g. `recipes/fossil`.
 */
export function locate(file: RecipeFile, folder: string, path: Path): Place {
  return place(file, folder, walk(file, path).value);
}

/** Like `locate`, but the key (or list item) that `path` ends in instead of its value. */
export function locateKey(file: RecipeFile, folder: string, path: Path): Place {
  return place(file, folder, walk(file, path).key);
}

interface Found {
  readonly key: number;
  readonly value: number;
}

function place(file: RecipeFile, folder: string, offset: number): Place {
  return placeAt(parsedYaml(file).lines, `${folder}/${file.path}`, offset);
}

function walk(file: RecipeFile, path: Path): Found {
  const { nodes } = parsedYaml(file);
  let node = nodes.root;
  let found: Found = { key: start(node), value: start(node) };
  for (const step of path) {
    const child = childOf(nodes, resolveAlias(nodes, node), step);
    if (child === null) return found;
    node = child.value;
    const key = start(child.key ?? child.value);
    const target = resolveAlias(nodes, node);
    found = { key, value: child.key !== null && !isShownByItself(target) ? key : start(target) };
  }
  return found;
}

interface Child {
  readonly key: Scalar | null;
  readonly value: Node | null;
}

function childOf(nodes: NodeIndex, parent: Node | null, step: string | number): Child | null {
  if (isSeq(parent)) {
    const item = typeof step === 'number' ? parent.items[step] : undefined;
    return item === undefined ? null : { key: null, value: item as Node | null };
  }
  return isMap(parent) ? entryOf(nodes, parent, String(step)) : null;
}

/** The own entry (of duplicates the last, as the value has it), else that of the first merged map which has one. */
function entryOf(nodes: NodeIndex, map: YAMLMap, name: string): Child | null {
  for (const { key, value } of map.items.toReversed()) {
    if (isScalar(key) && !isMergeKey(key) && keyOf(key) === name) return { key, value: value as Node | null };
  }
  for (const source of mergeSources(nodes, map)) {
    const inherited = entryOf(nodes, source, name);
    if (inherited !== null) return inherited;
  }
  return null;
}

function isShownByItself(node: Node | null): boolean {
  if (isMap(node) || isSeq(node)) return node.flow === true;
  return isScalar(node) && node.source !== '';
}

function start(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}
