import { isMap, isScalar, type Node, type Pair } from 'yaml';
import { valueAt } from '../../recipe/json.ts';
import { parsedYaml } from '../../recipe/yaml.ts';
import { keyOf } from '../../recipe/yaml-nodes.ts';
import type { Edit } from '../../types.ts';
import { type Entry, entryAt, hasProperties, nodeAt } from './entry.ts';
import type { Fix, FixTarget } from './fix.ts';
import { commentsIn, contentEnd, isFirstInLine, lineStart } from './text.ts';
import { layoutOf, scalarText } from './written.ts';

/** Rewrites the scalar at the place; `change` gets it as written, quotes included, and declines by null. */
export function rewrite(change: (source: string, node: ScalarPlace) => string | null): Fix {
  return (target) => {
    const node = nodeAt(target);
    if (!isScalar(node) || node.range == null) return null;
    const [start, end] = node.range;
    const source = target.file.content.slice(start, end);
    const isBlock = node.type?.startsWith('BLOCK') === true;
    const text = change(source, { isPlain: node.type === 'PLAIN', isBlock, isTagged: node.tag !== undefined });
    return text === null || text === source ? null : [{ file: target.file.path, start, end, text }];
  };
}

interface ScalarPlace {
  readonly isPlain: boolean;
  readonly isBlock: boolean;
  readonly isTagged: boolean;
}

/** Puts a plain scalar into quotes: a number, a boolean or a date becomes text. */
export const quoted: Fix = rewrite((source, { isPlain, isTagged }) =>
  isPlain && !isTagged && source !== '' && !/[\n"\\]/.test(source) ? `"${source}"` : null,
);

/** Takes the quotes off a number or a boolean. */
export const unquoted: Fix = rewrite((source, { isPlain, isBlock, isTagged }) => {
  const word = /^["'](0|[1-9][0-9]{0,9}|0\.[0-9]{1,6}|0[0-7]{3}|true|false)["']$/.exec(source)?.[1];
  return isPlain || isBlock || isTagged || word === undefined ? null : word;
});

export type ScalarType = 'string' | 'number' | 'integer' | 'boolean' | 'null';

/** Writes a scalar so that YAML reads one of these types, where it is only a matter of quotes. */
export function asType(types: readonly ScalarType[]): Fix {
  return (target) => {
    const value = valueAt(parsedYaml(target.file).value, target.path);
    if (typeof value !== 'string') return types.includes('string') ? quoted(target) : null;
    const isBoolean = value === 'true' || value === 'false';
    const fits = isBoolean
      ? types.includes('boolean')
      : types.includes('number') || (types.includes('integer') && !value.includes('.'));
    return fits ? unquoted(target) : null;
  };
}

/** Gives the scalar a value that YAML reads as this very text. */
export function replaceBy(value: string): Fix {
  return rewrite((_, { isBlock, isTagged }) => (isBlock || isTagged ? null : scalarText(value)));
}

/** Leaves of a mapping the list of its keys. */
export const mapToList: Fix = (target) => {
  const map = nodeAt(target);
  if (!isMap(map) || map.range == null || map.items.length === 0) return null;
  const edits: Edit[] = [];
  for (const { key } of map.items) {
    const entry = isScalar(key) ? entryAt({ ...target, path: [...target.path, keyOf(key)] }) : null;
    const edit = entry === null ? null : asItem(target, entry);
    if (edit === null) return null;
    edits.push(edit);
  }
  if (map.flow !== true) return edits;
  const { path: file } = target.file;
  const [start, end] = map.range;
  return [{ file, start, end: start + 1, text: '[' }, ...edits, { file, start: end - 1, end, text: ']' }];
};

function asItem({ file }: FixTarget, { text, nodes, key, value, parent }: Entry): Edit | null {
  if (key?.range == null || hasProperties(key) || hasProperties(value)) return null;
  const [start, keyEnd] = key.range;
  const end = contentEnd(text, value) ?? flowEnd(parent.items, key);
  if (end === null) return null;
  const comments = commentsIn(text, keyEnd, end, value);
  const name = text.slice(start, keyEnd);
  if (parent.flow === true) return comments.length > 0 ? null : { file: file.path, start, end, text: name };
  if (!isFirstInLine(text, start)) return null;
  const { lineEnd } = layoutOf(text, nodes);
  const indent = text.slice(lineStart(text, start), start);
  const [first, ...rest] = comments;
  const lines = [first === undefined ? `- ${name}` : `- ${name} ${first}`, ...rest.map((each) => `${indent}${each}`)];
  return { file: file.path, start, end, text: lines.join(lineEnd) };
}

/** `{a, b}`: keys without a value end themselves. */
function flowEnd(items: readonly unknown[], key: Node): number | null {
  const pair = (items as readonly Pair<Node, Node | null>[]).find((each) => each.key === key);
  return pair?.value === null ? (key.range?.[1] ?? null) : null;
}
