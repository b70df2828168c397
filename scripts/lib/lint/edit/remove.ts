import { isMap, isSeq, type Node } from 'yaml';
import type { Edit } from '../../types.ts';
import { type Entry, entryAt, hasProperties } from './entry.ts';
import type { Fix, FixTarget } from './fix.ts';
import { afterColon, commentAfter, commentsIn, contentEnd, isFirstInLine, lineStart, nextLine } from './text.ts';
import { layoutOf } from './written.ts';

/**
 * Takes the key with its value away, or the item of a list. Comments within stay, each on a line of its own: what somebody
 * wrote down may still be worth reading.
 */
export const remove: Fix = (target) => removeEntry(target, 'keep its comment');

/** `comment`: that behind the value, which may go elsewhere with it. */
export function removeEntry(
  target: FixTarget,
  comment: 'keep its comment' | 'take its comment',
): readonly Edit[] | null {
  const entry = entryAt(target);
  if (entry === null || hasProperties(entry.key) || hasProperties(entry.value)) return null;
  if (entry.parent.flow === true) return fromBraces(entry);
  const lines = removeLines(entry, comment === 'keep its comment') ?? firstOfItem(entry);
  if (lines === null || entry.parent.items.length > 1) return lines;
  const empty = emptied(target, entry.parent);
  return empty === null ? null : [empty, ...lines];
}

function removeLines({ text, file, nodes, key, value }: Entry, keep: boolean): readonly Edit[] | null {
  const start = key === null ? dashBefore(text, value) : key.range?.[0];
  const end = contentEnd(text, value);
  if (start == null || end === null || !isFirstInLine(text, start)) return null;
  const behind = commentAfter(text, end);
  if (behind === null) return null;
  const comments = [...commentsIn(text, key?.range?.[1] ?? start, end, value), ...(keep && behind ? [behind] : [])];
  const from = lineStart(text, start);
  const { lineEnd } = layoutOf(text, nodes);
  const kept = comments.map((each) => `${text.slice(from, start)}${each}${lineEnd}`).join('');
  return [{ file, start: from, end: nextLine(text, end), text: kept }];
}

/** Behind a dash: the next key takes its place. */
function firstOfItem({ text, file, parent, index, key, value }: Entry): readonly Edit[] | null {
  const next = isMap(parent) ? (parent.items[index + 1]?.key as Node | undefined)?.range : undefined;
  if (key?.range == null || next == null || index > 0) return null;
  const [start, keyEnd] = key.range;
  if (!/^\s*-\s+$/.test(text.slice(lineStart(text, start), start))) return null;
  return commentsIn(text, keyEnd, next[0], value).length === 0 ? [{ file, start, end: next[0], text: '' }] : null;
}

/** Nothing but "{}" can be left of a mapping that loses its only key. */
function emptied({ file, path }: FixTarget, parent: Node): Edit | null {
  const above = entryAt({ file, path: path.slice(0, -1) });
  if (above?.value !== parent) return null;
  if (above.key === null || above.parent.flow === true || hasProperties(above.value)) return null;
  const at = afterColon(above.text, above.key);
  if (at === null) return null;
  return { file: file.path, start: at, end: at, text: isSeq(above.value) ? ' []' : ' {}' };
}

function fromBraces({ text, file, parent, index, key, value }: Entry): readonly Edit[] | null {
  const start = key?.range?.[0] ?? value?.range?.[0];
  const end = contentEnd(text, value);
  if (start === undefined || end === null) return null;
  const [from, to] = withComma(text, start, end, index < parent.items.length - 1);
  return text.slice(from, to).includes('#') ? null : [{ file, start: from, end: to, text: '' }];
}

/** The comma behind goes with it, of the last entry the one before. A comment needs its blank. */
function withComma(text: string, start: number, end: number, isFollowed: boolean): readonly [number, number] {
  if (isFollowed) return [start, end + (/^\s*,(?:[ \t]*(?![ \t#]))?/.exec(text.slice(end))?.[0].length ?? 0)];
  const before = text.slice(0, start).trimEnd();
  return before.endsWith(',') ? [before.length - 1, end] : [start, end];
}

function dashBefore(text: string, item: Node | null): number | null {
  const start = item?.range?.[0];
  if (start === undefined) return null;
  const dash = /-[ \t]*$/.exec(text.slice(lineStart(text, start), start));
  return dash === null ? null : lineStart(text, start) + dash.index;
}
