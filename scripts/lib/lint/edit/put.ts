import { isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { parsedYaml } from '../../recipe/yaml.ts';
import type { Edit } from '../../types.ts';
import { hasKey, nodeAt, ownPair } from './entry.ts';
import type { FixTarget } from './fix.ts';
import { afterColon, column, commentAfter, contentEnd, isFirstInLine, lineEnd } from './text.ts';
import { inBraces, itemLines, layoutOf, pairLines, type Written } from './written.ts';

/**
 * Writes a value at a path that does not exist yet, with the mappings on the way, behind what its nearest existing ancestor
 * has. `comment`, with its "#", goes to the end. Null when there is a value already, or one by merge key.
 */
export function put(target: FixTarget, written: Written, comment = ''): readonly Edit[] | null {
  const { file, path } = target;
  for (let length = path.length - 1; length >= 0; length--) {
    const at = { ...target, path: path.slice(0, length) };
    const node = nodeAt(at);
    if (node === null) continue;
    const key = String(path[length]);
    const value = nested(path.slice(length + 1), written);
    if (isMap(node)) return hasKey(parsedYaml(file).nodes, node, key) ? null : intoMap(at, node, key, value, comment);
    return isScalar(node) && node.source === '' ? belowKey(at, node, { [key]: value }, comment) : null;
  }
  return null;
}

/** Appends an item to the list at the path, which may not exist yet. */
export function append(target: FixTarget, item: Written): readonly Edit[] | null {
  const node = nodeAt(target);
  if (!isSeq(node)) return put(target, [item]);
  if (node.flow === true) return intoBraces(target, node, item, ']');
  const { content: text } = target.file;
  const [start] = node.range ?? [0];
  const end = contentEnd(text, node);
  if (end === null || commentAfter(text, end) === null) return null;
  const lines = itemLines([item], column(text, start), layoutOf(text, parsedYaml(target.file).nodes));
  return [linesAfter(target, end, lines, '')];
}

function nested(path: readonly (string | number)[], written: Written): Written {
  return path.reduceRight<Written>((value, key) => ({ [key]: value }), written);
}

function intoMap(at: FixTarget, map: YAMLMap, key: string, written: Written, comment: string): readonly Edit[] | null {
  if (map.flow === true) return comment === '' ? intoBraces(at, map, { [key]: written }, '}') : null;
  const { content: text } = at.file;
  const first = (map.items[0]?.key as Node | null | undefined)?.range?.[0];
  const end = contentEnd(text, map);
  if (first === undefined || end === null || commentAfter(text, end) === null) return null;
  const lines = pairLines(key, written, column(text, first), layoutOf(text, parsedYaml(at.file).nodes));
  return [linesAfter(at, end, lines, comment)];
}

/** `deploy:` without a value is filled. */
function belowKey(
  at: FixTarget,
  node: Scalar,
  written: { readonly [key: string]: Written },
  comment: string,
): readonly Edit[] | null {
  const { content: text } = at.file;
  const parent = nodeAt({ ...at, path: at.path.slice(0, -1) });
  const key = isMap(parent) && parent.flow !== true ? ownPair(parent, String(at.path.at(-1)))?.key : undefined;
  const end = key == null ? null : afterColon(text, key);
  if (key?.range == null || end === null || !isFirstInLine(text, key.range[0])) return null;
  if (node.anchor !== undefined || node.tag !== undefined || commentAfter(text, end) === null) return null;
  const layout = layoutOf(text, parsedYaml(at.file).nodes);
  const indent = column(text, key.range[0]) + layout.step;
  const lines = Object.entries(written).flatMap(([name, value]) => pairLines(name, value, indent, layout));
  return [linesAfter(at, end, lines, comment)];
}

function intoBraces({ file }: FixTarget, node: YAMLMap | YAMLSeq, written: Written, bracket: string): Edit[] | null {
  if (node.range == null) return null;
  const text = file.content;
  const inner = bracket === '}' ? inBraces(written).slice(1, -1) : inBraces(written);
  const [start, end] = node.range;
  if (node.items.length === 0) {
    const isEmpty = text.slice(start + 1, end - 1).trim() === '';
    return isEmpty ? [{ file: file.path, start: start + 1, end: end - 1, text: inner }] : null;
  }
  const last = node.items.at(-1) as unknown;
  const value = (isMap(node) ? (last as { value: Node | null }).value : last) as Node | null;
  const at = contentEnd(text, value);
  if (at === null) return null;
  const comma = /^\s*,/.exec(text.slice(at, end))?.[0];
  if (comma === undefined) return [{ file: file.path, start: at, end: at, text: `, ${inner}` }];
  return [{ file: file.path, start: at + comma.length, end: at + comma.length, text: ` ${inner}` }];
}

function linesAfter({ file }: FixTarget, end: number, lines: readonly string[], comment: string): Edit {
  const { lineEnd: feed } = layoutOf(file.content, parsedYaml(file).nodes);
  const at = lineEnd(file.content, end);
  const added = lines.map((line) => `${feed}${line}`).join('');
  return { file: file.path, start: at, end: at, text: comment === '' ? added : `${added} ${comment}` };
}
