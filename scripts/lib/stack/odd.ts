import { isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import { isDate } from '../recipe/scalar.ts';
import { parsedYaml } from '../recipe/yaml.ts';
import { isMergeKey, keyOf, mergeSources, type NodeIndex, resolveAlias } from '../recipe/yaml-nodes.ts';
import type { Path, RecipeFile } from '../types.ts';
import type { OddScalar } from './stack.ts';

/** Few files have any, so that most are not walked. */
const SUSPICIOUS =
  /[0-9]{4}-[0-9]{1,2}-[0-9]|\.(?:inf|nan)|[0-9]\.(?![1-9])|[0-9]e[-+0-9]|[0-9_]{16}|\b0[0-9]*[89]|0x[0-9a-f]{12}/i;
const WHOLE = /^[-+]?(?:0x[0-9a-f]+|0o[0-7]+|0b[01]+|0[0-7]*|[1-9][0-9]*)$/i;

/** Scalars that are something else to Docker than the plain value of `file` can say. */
export function oddScalars(file: RecipeFile): readonly OddScalar[] {
  if (!SUSPICIOUS.test(file.content)) return [];
  const { nodes, value } = parsedYaml(file);
  const found: OddScalar[] = [];
  if (value !== undefined) visit(nodes, nodes.root, [], found);
  return found;
}

function visit(nodes: NodeIndex, node: Node | null, path: Path, found: OddScalar[]): void {
  const target = resolveAlias(nodes, node);
  if (isMap(target)) visitMap(nodes, target, path, found, new Set());
  else if (isSeq(target)) {
    for (const [index, item] of target.items.entries()) visit(nodes, item as Node | null, [...path, index], found);
  } else if (isScalar(target)) {
    const kind = kindOf(target);
    if (kind !== null) found.push({ path, kind });
  }
}

/** `seen`: keys that something before it has set, which wins over a merge key. */
function visitMap(nodes: NodeIndex, map: YAMLMap, path: Path, found: OddScalar[], seen: Set<string>): void {
  for (const { key, value } of map.items) {
    if (!isScalar(key) || isMergeKey(key) || seen.has(keyOf(key))) continue;
    seen.add(keyOf(key));
    visit(nodes, value as Node | null, [...path, keyOf(key)], found);
  }
  for (const source of mergeSources(nodes, map)) visitMap(nodes, source, path, found, seen);
}

function kindOf({ type, source = '', tag }: Scalar): OddScalar['kind'] | null {
  if (type !== 'PLAIN' || tag === 'tag:yaml.org,2002:str' || tag === '!') return null;
  if (isDate(source)) return 'date';
  if (/^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/.test(source)) return 'infinite';
  const digits = source.replaceAll('_', '');
  if (!/^[-+.0-9]/.test(digits) || !Number.isFinite(Number(digits))) return null;
  if (WHOLE.test(digits)) return Number.isSafeInteger(Number(digits)) ? null : 'number';
  return 'float';
}
