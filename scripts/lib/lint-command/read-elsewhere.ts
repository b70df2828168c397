/** Reads what lies outside recipes/: a compose file alone, or a recipe's folder anywhere. */
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { KnownError } from '../command.ts';
import { baseStem, parseAlone } from '../recipe/alone.ts';
import { fileFinding } from '../recipe/finding.ts';
import { isList, mapOf } from '../recipe/json.ts';
import { isLeftOut, LIMITS, quote, sizeFault } from '../recipe/limits.ts';
import { parseRecipe } from '../recipe/parse.ts';
import { readFolder } from '../recipe/read.ts';
import { recipeFile } from '../recipe/recipe-file.ts';
import type { Finding, Recipe, RecipeFile } from '../types.ts';
import type { Input } from './inputs.ts';

/** Beside a compose file, the first that is there. */
const SETTINGS = ['.env.sample', '.env.example', '.env'];

export interface AloneRead {
  readonly recipe: Recipe;
  /** Names of settings whose value the packager gives; those of `.env` are the hoster's own. */
  readonly known: ReadonlySet<string>;
}

/** Throws KnownError when the file cannot be read at all. */
export function readAlone(root: string, { folder, name, text }: Input & { readonly kind: 'file' }): AloneRead {
  const findings: Finding[] = [];
  const file = text === undefined ? readFile(root, folder, name, findings) : given(text, folder, findings);
  const settings = firstOf(root, folder, SETTINGS);
  const stem = baseStem(name);
  const base = stem === null ? null : firstOf(root, folder, [`${stem}.yml`, `${stem}.yaml`]);
  const alone = parseAlone({ folder, file, base, settings, findings });
  const recipe = { ...alone, envFiles: envFilesOf(root, alone) };
  const names = settings?.path === '.env' ? [] : recipe.settings.map((setting) => setting.name);
  return { recipe, known: new Set(['STACK_NAME', ...names]) };
}

/** Docker reads them when it reads the compose file, and refuses it when one is not there. */
function envFilesOf(root: string, { folder, compose }: Recipe): NonNullable<Recipe['envFiles']> {
  const paths = new Set<string>();
  for (const { value } of compose) {
    for (const service of Object.values(mapOf(value.services))) {
      const { env_file: named = null } = mapOf(service);
      for (const path of isList(named) ? named : [named]) {
        // What a variable will hold is not known.
        if (typeof path === 'string' && path !== '' && !path.includes('$')) paths.add(path);
      }
    }
  }
  const texts: Record<string, string | null> = {};
  for (const path of [...paths].slice(0, LIMITS.files)) {
    const there = resolve(root, folder, path);
    const stats = statSync(there, { throwIfNoEntry: false });
    if (stats?.isFile() !== true) texts[path] = null;
    else if (stats.size <= LIMITS.yamlBytes) texts[path] = bytesOf(there, stats.size).toString();
  }
  return texts;
}

export function readElsewhere(root: string, folder: string): Recipe {
  const name = basename(resolve(root, folder));
  // It is often a repository of its own.
  const content = readFolder(join(root, folder), folder, (path) => path === '.git' || isLeftOut(path));
  return parseRecipe({ name, folder, commit: null, ...content });
}

/** A recipe of recipes/ as it would be with another text in one of its files, e.g. the one an editor has open. */
export function readWithStandIn(root: string, { name, text }: Input & { readonly kind: 'recipe' }): Recipe {
  const folder = `recipes/${name}`;
  const content = readFolder(join(root, folder), folder);
  const findings = [...content.findings];
  const file = text === undefined ? null : given(text, folder, findings);
  const files = [...content.files.filter(({ path }) => path !== text?.path), ...(file === null ? [] : [file])];
  return parseRecipe({ name, folder, commit: null, files, findings });
}

function readFile(root: string, folder: string, name: string, findings: Finding[]): RecipeFile | null {
  const path = join(root, folder, name);
  const size = sizeOf(path);
  const fault = sizeFault(name, size);
  if (fault !== null) findings.push(fileFinding(folder, name, fault));
  return fault === null ? recipeFile(name, bytesOf(path, size), false) : null;
}

function given(
  { path, bytes }: { path: string; bytes: Buffer },
  folder: string,
  findings: Finding[],
): RecipeFile | null {
  const fault = sizeFault(path, bytes.length);
  if (fault !== null) findings.push(fileFinding(folder, path, fault));
  return fault === null ? recipeFile(path, bytes, false) : null;
}

/** What only helps to judge is left out when it cannot be read. */
function firstOf(root: string, folder: string, names: readonly string[]): RecipeFile | null {
  for (const name of names) {
    const path = join(root, folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile() !== true || stats.size > LIMITS.yamlBytes) continue;
    try {
      return recipeFile(name, bytesOf(path, stats.size), false);
    } catch {
      return null;
    }
  }
  return null;
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** O_NONBLOCK: a fifo nobody writes to would hold us for ever. */
function bytesOf(path: string, size: number): Buffer {
  try {
    const handle = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!fstatSync(handle).isFile()) throw new KnownError(`${quote(path)} is no regular file`, 'Use --stdin.');
      const buffer = Buffer.alloc(size);
      return buffer.subarray(0, readSync(handle, buffer, 0, size, 0));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw error instanceof KnownError ? error : unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): KnownError {
  const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return new KnownError(`cannot read ${quote(path)}: ${why}`, 'The other files were linted all the same.');
}
