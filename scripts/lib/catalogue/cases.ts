/** Cases of test/fixtures/lint, which prove the rules and explain them: a good recipe with the files of the case laid over it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRecipe } from '../recipe/parse.ts';
import { recipeFile } from '../recipe/recipe-file.ts';
import { compareVersions } from '../recipe/version.ts';
import type { Published, PublishedVersion, Recipe, RecipeFile } from '../types.ts';
import type { RuleCase } from './rulebook.ts';

const FOLDER = join(import.meta.dirname, '../../../test/fixtures/lint');
const PUBLISHED = '_published/';

/** The day the cases are linted on: waivers expire. */
export const CASE_DAY = '2026-01-01';

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

/** The case as a recipe: the good one, with its own files in place of those. */
export function caseFiles(folder: string): readonly RecipeFile[] {
  const files = new Map([...baseFiles(), ...ownFiles(folder)].map((file) => [file.path, file]));
  for (const path of without(folder)) files.delete(path);
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What the case itself brings. */
function ownFiles(folder: string): readonly RecipeFile[] {
  return filesIn(folder).filter(({ path }) => !path.startsWith('_') && path !== 'expected.json');
}

/** `_without` lists files of the good recipe that the case lacks. */
function without(folder: string): readonly string[] {
  const list = filesIn(folder).find(({ path }) => path === '_without')?.content ?? '';
  return list.split('\n').filter((path) => path !== '');
}

/**
 * `_published/<version>/` holds what that version had, laid over the good recipe as well; a compose.yml that is not among it is
 * the good one under that label.
 */
export function casePublished(folder: string): Published {
  const published = publishedFolders(folder).map(({ version, folder: of }): PublishedVersion => {
    const files = caseFiles(of).map((file) =>
      file.path === 'compose.yml' ? recipeFile(file.path, Buffer.from(relabelled(file.content, version)), false) : file,
    );
    return { version, commit: 'c'.repeat(40), publishedAt: '2025-01-01T00:00:00.000Z', files };
  });
  return { versions: published };
}

/** The versions that a case says are published, lowest first. */
function publishedFolders(folder: string): readonly { readonly version: string; readonly folder: string }[] {
  const names = filesIn(folder).flatMap(({ path }) =>
    path.startsWith(PUBLISHED) ? [path.slice(PUBLISHED.length)] : [],
  );
  const versions = new Set(names.map((name) => name.slice(0, name.indexOf('/'))));
  return [...versions].sort(compareVersions).map((version) => ({ version, folder: join(folder, PUBLISHED, version) }));
}

function relabelled(compose: string, version: string): string {
  return compose.replace('.version=1.2.0+2.1.0', `.version=${version}`);
}

export function recipeOf(files: readonly RecipeFile[]): Recipe {
  return parseRecipe({ name: 'wiki', folder: 'recipes/wiki', commit: null, files, findings: [] });
}

let base: readonly RecipeFile[] | null = null;

/** Of the good recipe. The same objects each time, so that what was parsed stays known. */
export function baseFiles(): readonly RecipeFile[] {
  base ??= filesIn(join(FOLDER, '_recipe'));
  return base;
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map(({ name }) => name)
    .sort();
}

function filesIn(folder: string): readonly RecipeFile[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return recipeFile(path.slice(folder.length + 1), readFileSync(path), false);
    });
}

/** Every case with all that its page shows. */
export function readCases(): readonly RuleCase[] {
  return cases().map(({ rule, kind, name, folder }) => ({
    rule,
    kind,
    name,
    recipe: recipeOf(caseFiles(folder)),
    own: ownFiles(folder),
    without: without(folder),
    published: casePublished(folder),
    publishedOwn: publishedFolders(folder).map((each) => ({ version: each.version, files: ownFiles(each.folder) })),
  }));
}
