import type { Edit, Path, RecipeFile } from '../../types.ts';

/** Where a repair starts: the place a rule reported, in the file it is really written in. */
export interface FixTarget {
  readonly file: RecipeFile;
  readonly path: Path;
  /** See `everywhere`. */
  readonly everywhere?: true;
}

/**
 * Makes the edits of a repair, in order of the text. Null where the text cannot be edited safely: what comes by alias or merge
 * key, or is shared by an anchor, belongs to others as well.
 */
export type Fix = (target: FixTarget) => readonly Edit[] | null;

/** The edits of all, or none: a repair is never done by halves. */
export function together(...parts: readonly (readonly Edit[] | null)[]): readonly Edit[] | null {
  const edits: Edit[] = [];
  for (const part of parts) {
    if (part === null) return null;
    edits.push(...part);
  }
  return edits.sort((a, b) => a.start - b.start || a.end - b.end);
}

/**
 * Also repairs what came by alias or merge key, at its anchor: for repairs that are right wherever the value is used. Whoever
 * applies the edits still refuses them unless every user changes in the same way.
 */
export function everywhere(fix: Fix): Fix {
  return (target) => fix({ ...target, everywhere: true });
}

/** The first that can be done. */
export function either(...fixes: readonly Fix[]): Fix {
  return (target) => {
    for (const fix of fixes) {
      const edits = fix(target);
      if (edits !== null) return edits;
    }
    return null;
  };
}
