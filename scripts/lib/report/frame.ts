import type { Place } from '../types.ts';
import { plainText } from './plain-text.ts';

export interface CodeFrame {
  /** The line's number. */
  readonly gutter: string;
  /** The line, cut to the width around the place. */
  readonly text: string;
  /** Spaces, then a caret under each character that the finding is about. */
  readonly marker: string;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const ELLIPSIS = '…';

/** Null when the place is outside the text or its line is empty. `width`: columns there are for gutter and text. */
export function codeFrame(source: string, { line, column }: Place, width: number): CodeFrame | null {
  const raw = source.split('\n', line)[line - 1]?.trimEnd();
  if (raw === undefined || raw === '') return null;
  const start = Math.min(column - 1, raw.length);
  const gutter = String(line);
  const room = Math.max(width - gutter.length - 3, 20);
  const from = raw.length <= room ? 0 : Math.max(0, Math.min(start - Math.floor(room / 2), raw.length - room + 1));
  const cut = from === 0 ? raw : ELLIPSIS + raw.slice(from + 1);
  const text = cut.length <= room ? cut : cut.slice(0, room - 1) + ELLIPSIS;
  const before = text.slice(0, start - from);
  const marked = text.slice(start - from, start - from + tokenLength(raw, start));
  return {
    gutter,
    text: plainText(text.replaceAll('\t', ' ')),
    marker: ' '.repeat(columns(before)) + '^'.repeat(Math.max(columns(marked), 1)),
  };
}

/** Length of what starts at `start`: a quoted text, a key, an item of a flow collection, or the rest before a comment. */
export function tokenLength(line: string, start: number): number {
  const rest = line.slice(start);
  const quoted = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/.exec(rest);
  if (quoted !== null) return quoted[0].length;
  const key = /^[^\s:#[\]{},]+(?=:(?:\s|$))/.exec(rest);
  if (key !== null) return key[0].length;
  const value = inFlow(line.slice(0, start)) ? (/^[^,\]}]+/.exec(rest)?.[0] ?? rest) : rest;
  const comment = value.search(/\s#/);
  return (comment === -1 ? value : value.slice(0, comment)).trimEnd().length;
}

/** Searched from the end: an expression would begin anew at each of a hundred thousand brackets. */
function inFlow(before: string): boolean {
  const last = (brackets: string) => Math.max(...[...brackets].map((bracket) => before.lastIndexOf(bracket)));
  return last('[{') > last(']}');
}

/** Columns a terminal gives a text; a tab was made one space. */
function columns(text: string): number {
  return [...text].reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);
}
