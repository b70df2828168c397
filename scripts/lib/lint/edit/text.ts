/** Where lines, values and comments of a YAML text begin and end. Offsets are UTF-16. */
import { isCollection, isMap, isScalar, type Node } from 'yaml';

export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Before the line end, which may be LF or CR LF. */
export function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  if (feed === -1) return text.length;
  return feed > offset && text[feed - 1] === '\r' ? feed - 1 : feed;
}

/** Where the line after this one starts. */
export function nextLine(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  return feed === -1 ? text.length : feed + 1;
}

export function column(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** Only blanks stand before `offset` in its line. */
export function isFirstInLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}

/** The end of the last character that belongs to the value; comments and line ends behind it do not. Null: cannot be told. */
export function contentEnd(text: string, node: Node | null): number | null {
  if (isCollection(node) && node.flow !== true) {
    const last = node.items.at(-1) as unknown;
    const value = isMap(node) ? ((last as { value?: Node | null } | undefined)?.value ?? null) : (last as Node | null);
    return contentEnd(text, value ?? null);
  }
  if (node?.range == null) return null;
  const [start, end] = node.range;
  if (!isScalar(node) || !node.type?.startsWith('BLOCK')) return end;
  // With "+" the blank lines behind it are content as well.
  const header = text.slice(start, lineEnd(text, start));
  return header.includes('+') ? null : start + text.slice(start, end).trimEnd().length;
}

/** Where the ":" behind a key ends. */
export function afterColon(text: string, key: Node): number | null {
  const [, end] = key.range ?? [];
  const colon = end === undefined ? undefined : /^[ \t]*:/.exec(text.slice(end, lineEnd(text, end)))?.[0];
  return end === undefined || colon === undefined ? null : end + colon.length;
}

/** What stands behind `end` in its line: nothing, or a comment. Null when it is something else. */
export function commentAfter(text: string, end: number): string | null {
  const rest = text.slice(end, lineEnd(text, end));
  return /^[ \t]*(?:#.*)?$/.test(rest) && !rest.startsWith('#') ? rest.trim() : null;
}

/** The comments between `start` and `end` that are none of `node`'s own text, without the blanks before them. */
export function commentsIn(text: string, start: number, end: number, node: Node | null): readonly string[] {
  const comments: string[] = [];
  let at = start;
  const gap = (until: number) => {
    for (const match of text.slice(at, until).matchAll(/(?:^|[ \t\n])(#[^\r\n]*)/g)) comments.push(match[1] ?? '');
  };
  for (const [from, to] of scalarRanges(text, node)) {
    gap(from);
    at = Math.max(at, to);
  }
  gap(end);
  return comments;
}

function scalarRanges(text: string, node: Node | null): readonly (readonly [number, number])[] {
  if (isCollection(node)) {
    return node.items.flatMap((item) => {
      if (!isMap(node)) return scalarRanges(text, item as Node | null);
      const { key, value } = item as { key: Node | null; value: Node | null };
      return [...scalarRanges(text, key), ...scalarRanges(text, value)];
    });
  }
  if (!isScalar(node) || node.range == null) return [];
  const [start, end] = node.range;
  // A comment may follow the "|" that opens block text.
  return [[node.type?.startsWith('BLOCK') ? lineEnd(text, start) : start, end]];
}
