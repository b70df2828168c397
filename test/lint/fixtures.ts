/** Cases of test/fixtures/lint: the shared good recipe with the files of the case laid over it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRecipe } from '../../scripts/lib/recipe/parse.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import { compareVersions } from '../../scripts/lib/recipe/version.ts';
import type { Published, PublishedVersion, Recipe, RecipeFile } from '../../scripts/lib/types.ts';

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
  for (const path of files.keys()) if (path.startsWith(PUBLISHED)) files.delete(path);
  for (const path of ['_without', 'expected.json', ...without]) files.delete(path);
  return [...files].map(([path, bytes]) => recipeFile(path, bytes, false)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

const PUBLISHED = '_published/';

/**
 * `_published/<version>/` holds what that version had, laid over the good recipe as well; a compose.yml that is not among it is
 * the good one under that label.
 */
export function casePublished(folder: string): Published {
  const names = [...filesIn(folder).keys()].filter((path) => path.startsWith(PUBLISHED));
  const versions = new Set(names.map((path) => path.slice(PUBLISHED.length, path.indexOf('/', PUBLISHED.length))));
  const published = [...versions].sort(compareVersions).map((version): PublishedVersion => {
    const files = caseFiles(join(folder, PUBLISHED, version)).map((file) =>
      file.path === 'compose.yml' ? recipeFile(file.path, Buffer.from(relabelled(file.content, version)), false) : file,
    );
    return { version, commit: 'c'.repeat(40), publishedAt: '2025-01-01T00:00:00.000Z', files };
  });
  return { versions: published };
}

function relabelled(compose: string, version: string): string {
  return compose.replace('.version=1.2.0+2.1.0', `.version=${version}`);
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
