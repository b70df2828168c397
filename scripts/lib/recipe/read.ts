/** Reads synchronously: for the dozen small files of a recipe every promise costs more than the file. */
import { closeSync, constants, type Dirent, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { KnownError } from '../command.ts';
import type { Finding, Recipe, RecipeFile } from '../types.ts';
import { fileFinding } from './finding.ts';
import {
  type FileFault,
  isLeftOut,
  isRecipeName,
  LIMITS,
  notRegularFault,
  pathFault,
  quote,
  sizeFault,
  tooManyFilesFault,
  twinFaults,
} from './limits.ts';
import { didYouMean } from './nearest.ts';
import { parseRecipe } from './parse.ts';
import { recipeFile } from './recipe-file.ts';
import { unchangedAt } from './unchanged.ts';

/** The recipe in `<root>/recipes/<name>`. Throws KnownError when there is none. */
export async function readRecipe(root: string, name: string): Promise<Recipe> {
  const [recipe] = await readRecipes(root, [name]);
  if (recipe === undefined) throw new Error('one name gives one recipe');
  return recipe;
}

/** Several recipes with one call of git, in the order of `names`. Throws KnownError for the first that does not exist. */
export async function readRecipes(root: string, names: readonly string[]): Promise<readonly Recipe[]> {
  expectRecipes(root, names);
  // Git looks at the folders while we do.
  const looking = unchangedAt(root, names);
  const recipes = names.map((name) => {
    const folder = `recipes/${name}`;
    return parseRecipe({ name, folder, commit: null, ...readFolder(join(root, folder), folder) });
  });
  const commits = await looking;
  return recipes.map((recipe) =>
    recipe.files.length > 0 ? { ...recipe, commit: commits.get(recipe.name) ?? null } : recipe,
  );
}

/** Names of the folders in `<root>/recipes`, sorted. Throws KnownError when a folder cannot be a recipe's. */
export async function listRecipes(root: string): Promise<readonly string[]> {
  const names: string[] = [];
  for (const entry of entriesOf(join(root, 'recipes'))) {
    if (entry.name.startsWith('.') || entry.isFile()) continue;
    if (!entry.isDirectory() || !isRecipeName(entry.name)) {
      const help = `A recipe is a folder named in lower-case letters, digits and single dashes, ≤ ${LIMITS.nameLength} characters.`;
      throw new KnownError(`recipes/ holds ${quote(entry.name)}, which is no recipe`, help);
    }
    names.push(entry.name);
  }
  return names.sort();
}

export interface FolderContent {
  /** Sorted by path. */
  readonly files: readonly RecipeFile[];
  readonly findings: readonly Finding[];
}

/**
 * Every regular file below `folder` within the limits; what is skipped is a finding, but for what `isIgnored`. Links are never
 * followed. `display` starts the places, e.g. `recipes/fossil`.
 */
export function readFolder(folder: string, display: string, isIgnored = isLeftOut): FolderContent {
  const findings: Finding[] = [];
  const add: AddFault = (path, fault) => findings.push(fileFinding(display, path, fault));
  const paths = walk(folder, add, isIgnored).sort();
  const files: RecipeFile[] = [];
  for (const path of paths) {
    const file = readRegularFile(folder, path, add);
    if (file !== null) files.push(file);
  }
  for (const [path, fault] of twinFaults(paths)) add(path, fault);
  return { files, findings };
}

type AddFault = (path: string, fault: FileFault) => void;

/** Paths of the regular files; stops at the limit without reading on. */
function walk(folder: string, add: AddFault, isIgnored: (path: string) => boolean): string[] {
  const paths: string[] = [];
  const queue = [''];
  let seen = 0;
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const entry of entriesOf(join(folder, at))) {
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (isIgnored(path) && !entry.isSymbolicLink()) continue;
      const fault = pathFault(path);
      if (fault !== null) add(at, fault);
      else if (entry.isDirectory()) queue.push(path);
      else if (entry.isFile()) paths.push(path);
      else add(path, notRegularFault(path, kindOf(entry)));
      seen++;
      if (paths.length > LIMITS.files || seen > 2 * LIMITS.files) {
        add('', tooManyFilesFault());
        return paths.slice(0, LIMITS.files);
      }
    }
  }
  return paths;
}

/** Null, and a finding, for what is no regular file of its own or too large: then not one byte of it is read. */
function readRegularFile(folder: string, path: string, add: AddFault): RecipeFile | null {
  const file = openWithoutFollowing(join(folder, path));
  if (file === null) {
    add(path, notRegularFault(path, 'a symbolic link'));
    return null;
  }
  try {
    const stats = fstatSync(file);
    const fault = sizeFault(path, stats.size);
    if (!stats.isFile()) add(path, notRegularFault(path, 'not a regular file'));
    else if (stats.nlink > 1) add(path, notRegularFault(path, 'a hard link'));
    else if (fault !== null) add(path, fault);
    else return recipeFile(path, firstBytes(file, stats.size), (stats.mode & 0o100) !== 0);
    return null;
  } finally {
    closeSync(file);
  }
}

/** O_NONBLOCK: a fifo nobody writes to would hold us for ever. */
function openWithoutFollowing(path: string): number | null {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) === 'ELOOP') return null;
    throw error;
  }
}

/** Exactly what the size promised, also of a file that grows meanwhile. */
function firstBytes(file: number, size: number): Buffer {
  const buffer = Buffer.alloc(size);
  let filled = 0;
  while (filled < size) {
    const read = readSync(file, buffer, filled, size - filled, filled);
    if (read === 0) break;
    filled += read;
  }
  return buffer.subarray(0, filled);
}

function kindOf(entry: Dirent): string {
  if (entry.isSymbolicLink()) return 'a symbolic link';
  if (entry.isFIFO()) return 'a named pipe';
  if (entry.isSocket()) return 'a socket';
  return 'a device';
}

function expectRecipes(root: string, names: readonly string[]): void {
  const folders = entriesOf(join(root, 'recipes')).filter((entry) => entry.isDirectory());
  const known = new Set(folders.map((entry) => entry.name));
  const unknown = names.find((name) => !isRecipeName(name) || !known.has(name));
  if (unknown === undefined) return;
  const help = `Recipes are the folders in recipes/.${didYouMean(unknown, known)}`;
  throw new KnownError(`There is no recipe ${quote(unknown)}`, help);
}

/** Entries of a folder that is no symbolic link, sorted; none when it does not exist. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
