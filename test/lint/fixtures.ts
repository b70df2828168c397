/** Cases of test/fixtures/lint: the shared good recipe with the files of the case laid over it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRecipe } from '../../scripts/lib/recipe/parse.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import type { Recipe, RecipeFile } from '../../scripts/lib/types.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/lint');

export interface Case {
  readonly rule: string;
  readonly kind: 'ok' | 'bad';
  readonly name: string;
  readonly folder: string;
}

/** Found by listing: a new case needs no code. */
export function cases(): readonly Case[] {
  return foldersIn(FOLDER).flatMap((rule) =>
    (['ok', 'bad'] as const).flatMap((kind) =>
      foldersIn(join(FOLDER, rule, kind)).map((name) => ({ rule, kind, name, folder: join(FOLDER, rule, kind, name) })),
    ),
  );
}

/** `_without` lists files of the good recipe that the case lacks. */
export function caseFiles(folder: string): readonly RecipeFile[] {
  const own = filesIn(folder);
  const without = own.get('_without')?.toString().trim().split('\n') ?? [];
  const files = new Map([...filesIn(join(FOLDER, '_recipe')), ...own]);
  for (const path of ['_without', 'expected.json', ...without]) files.delete(path);
  return [...files].map(([path, bytes]) => recipeFile(path, bytes, false)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

export function recipeOf(files: readonly RecipeFile[]): Recipe {
  return parseRecipe({ name: 'wiki', folder: 'recipes/wiki', commit: null, files, findings: [] });
}

/** The good recipe with some files replaced, or added. */
export function recipeWith(changes: { readonly [path: string]: string } = {}): Recipe {
  const files = new Map(caseFiles(join(FOLDER, '_recipe')).map((file) => [file.path, file]));
  for (const [path, text] of Object.entries(changes)) files.set(path, recipeFile(path, Buffer.from(text), false));
  return recipeOf([...files.values()]);
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map(({ name }) => name)
    .sort();
}

function filesIn(folder: string): ReadonlyMap<string, Buffer> {
  const paths = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return new Map(
    paths.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), readFileSync(path)] as const;
    }),
  );
}
