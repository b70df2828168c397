/** Compose files on disk, each with what the CLI and we are told of its surroundings. */
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { KnownError } from '../../scripts/lib/command.ts';
import { parseEnvSample, sampleValues } from '../../scripts/lib/recipe/env.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import type { EnvFile, StackContext } from '../../scripts/lib/stack/stack.ts';
import { SURROUNDINGS } from './reference.ts';

const SETTINGS = '.env.sample';
/** In a folder; a file that is named is taken whatever it is called. */
const COMPOSE = /(?:compose|stack).*\.ya?ml$/i;
const PASSED_OVER = /^(?:\..*|node_modules)$/;

export interface ComposeFile {
  /** As it was found. */
  readonly path: string;
  readonly folder: string;
  readonly name: string;
  readonly text: string;
  readonly context: StackContext;
}

/** Throws KnownError for what is not there. */
export function composeFiles(paths: readonly string[]): readonly ComposeFile[] {
  return paths.flatMap((path) => (isFolder(path) ? inFolder(path) : [path])).map(composeFile);
}

function isFolder(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined)
    throw new KnownError(`there is no file or folder "${path}"`, 'Name a compose file or a folder.');
  return stats.isDirectory();
}

function inFolder(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !PASSED_OVER.test(name));
  const names = (isWanted: (entry: Dirent) => boolean) =>
    entries.filter(isWanted).map(({ name }) => join(folder, name));
  const files = names((entry) => entry.isFile() && COMPOSE.test(entry.name)).sort();
  return [
    ...files,
    ...names((entry) => entry.isDirectory())
      .sort()
      .flatMap(inFolder),
  ];
}

function composeFile(path: string): ComposeFile {
  const folder = dirname(resolve(path));
  const environment = { ...SURROUNDINGS, ...settingsOf(folder) };
  const context = { environment, envFile: (file: string) => envFile(resolve(folder, file)) };
  return { path, folder, name: basename(path), text: readFileSync(path, 'utf8'), context };
}

function settingsOf(folder: string): StackContext['environment'] {
  const path = join(folder, SETTINGS);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return {};
  return sampleValues(parseEnvSample(recipeFile(SETTINGS, readFileSync(path), false), folder).settings);
}

function envFile(path: string): EnvFile {
  try {
    return { text: readFileSync(path, 'utf8') };
  } catch {
    return 'missing';
  }
}
