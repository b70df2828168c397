/** Markdown line by line, without what stands in it as code. */
import type { RecipeFile } from '../types.ts';

export interface ProseLine {
  /** Code blanked out, so that columns stay. */
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

export function proseLines(file: RecipeFile): readonly ProseLine[] {
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
    const prose = text.slice(0, 2000).replaceAll(/`[^`]*`|<!--.*?-->/g, (code) => ' '.repeat(code.length));
    return [{ text: prose, line: index + 1 }];
  });
}
