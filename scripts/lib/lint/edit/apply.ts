import type { Edit } from '../../types.ts';

/** The text with the edits made. Throws when two of them overlap: whoever chose them chose wrongly. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < done || edit.end < edit.start || edit.end > text.length) throw new Error('edits overlap');
    parts.push(text.slice(done, edit.start), edit.text);
    done = edit.end;
  }
  return [...parts, text.slice(done)].join('');
}

/** Whether an edit of one touches an edit of the other: which comes first would then decide what the text becomes. */
export function touch(some: readonly Edit[], others: readonly Edit[]): boolean {
  return some.some((a) => others.some((b) => a.file === b.file && a.start <= b.end && b.start <= a.end));
}
