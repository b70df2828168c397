/** Markdown line by line, without what stands in it as code. */
import type { RecipeFile } from '../types.ts';

export interface ProseLine {
  /** Code blanked out, so that columns stay. */
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

const known = new WeakMap<RecipeFile, readonly ProseLine[]>();

export function proseLines(file: RecipeFile): readonly ProseLine[] {
  let lines = known.get(file);
  if (lines === undefined) {
    lines = readProse(file);
    known.set(file, lines);
  }
  return lines;
}

function readProse(file: RecipeFile): readonly ProseLine[] {
  if (file.encoding !== 'utf8') return [];
  let fence: string | null = null;
  return file.content.split('\n').flatMap((text, index) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1];
    if (mark !== undefined && fence === null) fence = mark;
    else if (mark !== undefined && fence !== null && mark.startsWith(fence)) {
      fence = null;
      return [];
    }
    if (fence !== null || /^(?: {4}|\t)/.test(text)) return [];
    return [{ text: withoutCode(text.slice(0, 2000)), line: index + 1 }];
  });
}

function withoutCode(text: string): string {
  const blank = (part: string) => ' '.repeat(part.length);
  const uncoded = text.replaceAll(/`[^`]*`/g, blank);
  // Up to the last end of a comment every start has one, so nothing is searched twice.
  const end = uncoded.lastIndexOf('-->') + 3;
  return end < 3 ? uncoded : uncoded.slice(0, end).replaceAll(/<!--.*?-->/g, blank) + uncoded.slice(end);
}
