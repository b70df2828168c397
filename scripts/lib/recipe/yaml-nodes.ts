/** What Docker makes of YAML nodes: aliases resolved, merge keys applied, tags and keys it refuses found. */
import {
  type Alias,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { Json } from '../types.ts';
import { isObjectKey, LIMITS, quote } from './limits.ts';
import { isCoreTag, scalarValue } from './scalar.ts';
import type { YamlProblem } from './yaml-guard.ts';

export interface NodeIndex {
  readonly root: Node | null;
  /** What each alias stands for. */
  readonly aliases: ReadonlyMap<Alias, Node>;
}

/** Every node once, in order of the text, aliases not followed. */
export function inspectNodes(root: Node | null): { nodes: NodeIndex; problems: readonly YamlProblem[] } {
  const problems: YamlProblem[] = [];
  const anchors = new Map<string, Node>();
  const aliases = new Map<Alias, Node>();
  let count = 0;
  const add = (rule: YamlProblem['rule'], message: string, help: string, node: Node, more: Partial<YamlProblem> = {}) =>
    problems.push({ rule, severity: 'error', message, help, offset: node.range?.[0] ?? 0, ...more });

  /** `inFlow`: within brackets or braces. */
  function visit(node: Node | null, depth: number, inFlow = false): void {
    if (node === null) return;
    const within = inFlow || (isCollection(node) && node.flow === true);
    if (isAlias(node)) {
      count++;
      const target = anchors.get(node.source);
      if (target !== undefined) aliases.set(node, target);
      else add('yaml-syntax', `Alias ${quote(`*${node.source}`)} has no anchor before it`, 'Define it first.', node);
      if (count === LIMITS.aliases + 1) {
        add('yaml-limits', `The file has more than ${LIMITS.aliases} aliases`, 'Write the values out.', node);
      }
      return;
    }
    // An anchor is known to what follows it, not to its own contents: `&a [*a]` has no end.
    if (!isCoreTag(node.tag)) {
      const help = 'Remove the tag: docker stack deploy knows none but those of YAML itself.';
      add('yaml-limits', `Tag ${quote(String(node.tag))} is not allowed`, help, node, { isTolerable: true });
    }
    if (isCollection(node) && depth > LIMITS.depth) {
      const help = 'Write it flatter.';
      add('yaml-limits', `Collections are nested more than ${LIMITS.depth} levels deep`, help, node);
      return;
    }
    if (isMap(node)) {
      checkKeys(node, add);
      for (const pair of node.items) {
        if (within) checkColon(pair as Pair<Node | null, Node | null>, add);
        visit(pair.key as Node | null, depth + 1, within);
        visit(pair.value as Node | null, depth + 1, within);
      }
    } else if (isSeq(node)) {
      for (const item of node.items) visit(item as Node | null, depth + 1, within);
    } else if (isScalar(node) && inFlow && node.type === 'PLAIN' && /^:|\?/.test(node.source ?? '')) {
      const help = 'Put it in quotes.';
      add('yaml-syntax', `Docker cannot read ${quote(node.source ?? '')} without quotes within brackets`, help, node);
    }
    if ('anchor' in node && typeof node.anchor === 'string') {
      if (!/^[\w-]+$/.test(node.anchor)) {
        const help = 'Name it with letters, digits, "-" and "_".';
        add('yaml-syntax', `Docker cannot read the anchor ${quote(`&${node.anchor}`)}`, help, node);
      }
      anchors.set(node.anchor, node);
    }
  }

  visit(root, 1);
  return { nodes: { root, aliases }, problems };
}

/** Within brackets a plain key reaches to a colon with a space behind it. */
function checkColon(
  { key, value }: Pair<Node | null, Node | null>,
  add: (rule: YamlProblem['rule'], message: string, help: string, node: Node) => void,
): void {
  if (!isScalar(key) || key.type !== 'PLAIN' || !isCollection(value)) return;
  if (value.range?.[0] !== (key.range?.[1] ?? 0) + 1) return;
  add('yaml-syntax', `There is no space behind "${key.source}:"`, 'Write one.', value as Node);
}

function checkKeys(
  map: YAMLMap,
  add: (rule: YamlProblem['rule'], message: string, help: string, node: Node) => void,
): void {
  const seen = new Set<string>();
  for (const { key } of map.items) {
    if (!isScalar(key)) {
      if (key !== null) add('yaml-syntax', 'A key is not a string', 'Use plain words as keys.', key as Node);
      continue;
    }
    const name = keyOf(key);
    if (typeof (isMergeKey(key) ? '' : scalarValue(key)) !== 'string') {
      add('yaml-syntax', `Key ${quote(name)} is not a string`, `Quote it: "${name}".`, key);
    }
    if (isObjectKey(name)) add('yaml-limits', `Key ${quote(name)} is not allowed`, 'Rename it.', key);
    if (seen.has(name)) {
      const help = 'Remove one of them: Docker refuses the file.';
      add('yaml-duplicate-key', `Key ${quote(name)} stands there twice`, help, key);
    }
    seen.add(name);
  }
}

/** The plain value with aliases expanded; undefined and a problem when that grows beyond the limit. */
export function plainValue(nodes: NodeIndex): { value: Json | undefined; problems: readonly YamlProblem[] } {
  const problems: YamlProblem[] = [];
  let values = 0;
  let deepest = 0;

  function expand(node: Node | null, depth: number): Json {
    values++;
    const target = resolveAlias(nodes, node);
    if (isCollection(target)) deepest = Math.max(deepest, depth);
    if (target === null || values > LIMITS.values || depth > LIMITS.depth) return null;
    if (isMap(target)) return mapValue(target, depth);
    if (isSeq(target)) return target.items.map((item) => expand(item as Node | null, depth + 1));
    return isScalar(target) ? scalarValue(target) : null;
  }

  function mapValue(map: YAMLMap, depth: number): Json {
    const own: Record<string, Json> = {};
    for (const { key, value } of map.items) {
      if (!isScalar(key) || isMergeKey(key) || isObjectKey(keyOf(key))) continue;
      own[keyOf(key)] = expand(value as Node | null, depth + 1);
    }
    for (const source of mergeSources(nodes, map, problems)) {
      const merged = expand(source, depth) as Record<string, Json> | null;
      for (const [key, value] of Object.entries(merged ?? {})) if (!Object.hasOwn(own, key)) own[key] = value;
    }
    return own;
  }

  const value = expand(nodes.root, 1);
  if (values > LIMITS.values || deepest > LIMITS.depth) {
    const size = values > LIMITS.values ? `${LIMITS.values} values` : `${LIMITS.depth} levels`;
    const message = `Its aliases expand to more than ${size}`;
    const help = 'Write the values out.';
    return { value: undefined, problems: [{ rule: 'yaml-limits', severity: 'error', message, help, offset: 0 }] };
  }
  return { value: problems.length > 0 ? undefined : value, problems };
}

/** The maps whose entries `map` takes over by `<<`, the one that wins first. */
export function mergeSources(nodes: NodeIndex, map: YAMLMap, problems: YamlProblem[] = []): readonly YAMLMap[] {
  const sources: YAMLMap[] = [];
  for (const { key, value } of map.items as Pair<Node | null, Node | null>[]) {
    if (!isScalar(key) || !isMergeKey(key)) continue;
    const target = resolveAlias(nodes, value);
    const candidates = isSeq(target) ? target.items.map((item) => resolveAlias(nodes, item as Node | null)) : [target];
    for (const candidate of candidates) {
      if (isMap(candidate)) sources.push(candidate);
      else {
        const message = 'Merge key "<<" needs a mapping or a list of mappings';
        const offset = key.range?.[0] ?? 0;
        problems.push({
          rule: 'yaml-syntax',
          severity: 'error',
          message,
          help: 'Give it an alias such as "*default".',
          offset,
        });
      }
    }
  }
  return sources;
}

/** The node itself, or what the alias stands for. */
export function resolveAlias(nodes: NodeIndex, node: Node | null): Node | null {
  return isAlias(node) ? (nodes.aliases.get(node) ?? null) : node;
}

export function isMergeKey(key: Scalar): boolean {
  return key.type === 'PLAIN' && key.source === '<<';
}

/** A key as Docker would print it. */
export function keyOf(key: Scalar): string {
  return key.source ?? String(key.value);
}
