/** Nodes that can be edited where they stand: reached without alias or merge key, and shared with nobody, unless asked for. */
import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { parsedYaml } from '../../recipe/yaml.ts';
import { isMergeKey, keyOf, mergeSources, type NodeIndex, resolveAlias } from '../../recipe/yaml-nodes.ts';
import type { Path } from '../../types.ts';
import type { FixTarget } from './fix.ts';

/** One entry of a mapping, or of a list, which has no key. */
export interface Entry {
  /** Name of the file inside the recipe. */
  readonly file: string;
  readonly text: string;
  readonly nodes: NodeIndex;
  readonly parent: YAMLMap | YAMLSeq;
  readonly index: number;
  readonly key: Scalar | null;
  readonly value: Node | null;
}

/** The entry at the path. Null when it is not written there, or also belongs to others. */
export function entryAt(target: FixTarget): Entry | null {
  const { file, path } = target;
  const above = nodeAt({ ...target, path: path.slice(0, -1) });
  const step = path.at(-1);
  if (above === null || step === undefined || isScalar(above)) return null;
  const { nodes } = parsedYaml(file);
  const at = { file: file.path, text: file.content, nodes };
  if (isSeq(above)) {
    const value = typeof step === 'number' ? (above.items[step] as Node | null | undefined) : undefined;
    return value === undefined ? null : { ...at, parent: above, index: Number(step), key: null, value };
  }
  const parent = target.everywhere === true ? ownerOf(nodes, above, String(step)) : above;
  const found = parent === null ? null : ownPair(parent, String(step));
  return parent === null || found === null ? null : { ...at, parent, ...found };
}

/** The mapping, list or scalar at the path, under the same conditions. */
export function nodeAt({ file, path, everywhere }: FixTarget): YAMLMap | YAMLSeq | Scalar | null {
  const { nodes, value } = parsedYaml(file);
  let node = value === undefined ? null : nodes.root;
  for (const step of [null, ...path]) {
    if (step !== null) node = childOf(nodes, node, step, everywhere === true);
    if (everywhere === true) node = resolveAlias(nodes, node);
    else if (isAlias(node) || (node !== null && sharedNodes(nodes).has(node))) return null;
  }
  return isMap(node) || isSeq(node) || isScalar(node) ? node : null;
}

/** The mapping that has the key: this one, or the first of those it merges. */
function ownerOf(nodes: NodeIndex, map: YAMLMap, name: string): YAMLMap | null {
  if (map.items.some(({ key }) => isScalar(key) && !isMergeKey(key) && keyOf(key) === name)) return map;
  for (const source of mergeSources(nodes, map)) {
    const owner = ownerOf(nodes, source, name);
    if (owner !== null) return owner;
  }
  return null;
}

interface OwnPair {
  readonly index: number;
  readonly key: Scalar;
  readonly value: Node | null;
}

/** The mapping's own entry; none when the key stands there twice. */
export function ownPair(map: YAMLMap, name: string): OwnPair | null {
  const found = (map.items as Pair<Node | null, Node | null>[]).flatMap(({ key, value }, index) =>
    isScalar(key) && !isMergeKey(key) && keyOf(key) === name ? [{ index, key, value }] : [],
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Whether the mapping has the key, its own or by "<<". */
export function hasKey(nodes: NodeIndex, map: YAMLMap, name: string): boolean {
  return ownerOf(nodes, map, name) !== null;
}

/** True when the node or one below it has an anchor or a tag: to rewrite it would lose that. */
export function hasProperties(node: Node | null): boolean {
  if (node === null) return false;
  if (isAlias(node)) return false;
  if (('anchor' in node && node.anchor !== undefined) || node.tag !== undefined) return true;
  if (!isCollection(node)) return false;
  return node.items.some((item) => {
    if (!isMap(node)) return hasProperties(item as Node | null);
    const { key, value } = item as Pair<Node | null, Node | null>;
    return hasProperties(key) || hasProperties(value);
  });
}

function childOf(nodes: NodeIndex, node: Node | null, step: Path[number], merged: boolean): Node | null {
  if (isSeq(node)) return typeof step === 'number' ? ((node.items[step] as Node | null | undefined) ?? null) : null;
  if (!isMap(node)) return null;
  const owner = merged ? ownerOf(nodes, node, String(step)) : node;
  return owner === null ? null : (ownPair(owner, String(step))?.value ?? null);
}

const known = new WeakMap<NodeIndex, ReadonlySet<Node>>();

/** What at least one alias stands for. */
function sharedNodes(nodes: NodeIndex): ReadonlySet<Node> {
  let shared = known.get(nodes);
  if (shared === undefined) {
    shared = new Set(nodes.aliases.values());
    known.set(nodes, shared);
  }
  return shared;
}
