/** Commits → the tree of each version as it was published. Pure. */
import { createHash } from 'node:crypto';
import type { RecipeFile } from '../types.ts';
import type { MainLineCommit } from './history-fold.ts';
import { fileBytes } from './recipe-file.ts';
import { compareVersions, VERSION_LABEL } from './version.ts';

export interface TreeFile {
  readonly blob: string;
  readonly executable: boolean;
}

/** A version with the files that its first commit had, by path. */
export interface Snapshot {
  readonly version: string;
  readonly commit: string;
  readonly publishedAt: string;
  readonly tree: ReadonlyMap<string, TreeFile>;
}

/** `commits` oldest first, from the first that touched a recipe; of each recipe its versions, ascending. */
export function foldPublished(
  commits: readonly MainLineCommit[],
  labelOf: (blob: string) => string | null,
): ReadonlyMap<string, readonly Snapshot[]> {
  const trees = new Map<string, Map<string, TreeFile>>();
  const snapshots = new Map<string, Map<string, Snapshot>>();
  for (const { id, date, changes } of commits) {
    for (const [recipe, changed] of Map.groupBy(changes, (change) => change.recipe)) {
      const tree = trees.get(recipe) ?? new Map<string, TreeFile>();
      trees.set(recipe, tree);
      for (const { path, blob, executable } of changed) {
        if (blob === null) tree.delete(path);
        else tree.set(path, { blob, executable });
      }
      const compose = tree.get('compose.yml');
      const version = compose === undefined ? null : labelOf(compose.blob);
      const known = snapshots.get(recipe) ?? new Map<string, Snapshot>();
      snapshots.set(recipe, known);
      if (version === null || known.has(version)) continue;
      known.set(version, { version, commit: id, publishedAt: date, tree: new Map(tree) });
    }
  }
  return new Map(
    [...snapshots].map(([recipe, known]) => [
      recipe,
      [...known.values()].sort((a, b) => compareVersions(a.version, b.version)),
    ]),
  );
}

const LABEL_LINE = new RegExp(
  `^[ \\t]*(?:-[ \\t]+)?["']?${VERSION_LABEL.replaceAll(/[.$\\{}]/g, '\\$&')}["']?(?:=|:[ \\t]+)["']?([^"'\\s]+)["']?[ \\t]*$`,
  'm',
);

/**
 * The version in the text of a compose.yml that writes its label once and on a line of its own, as all do; else null, and the
 * YAML must be read. Parsing takes a thousand times as long, and a recipe may have a hundred versions behind it.
 */
export function quickLabel(text: string): string | null {
  const first = text.indexOf(VERSION_LABEL);
  if (first === -1 || text.includes(VERSION_LABEL, first + 1)) return null;
  return LABEL_LINE.exec(text)?.[1] ?? null;
}

/** The id git gives to the bytes of a file; `length` of ids tells its hash function. */
export function objectId(file: RecipeFile, length: number): string {
  const bytes = fileBytes(file);
  return createHash(length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
