/** What was typed → what is linted. */
import { readdirSync, type Stats, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { KnownError } from '../command.ts';
import { quote } from '../recipe/limits.ts';
import { didYouMean } from '../recipe/nearest.ts';

/** Folders and files are relative to the folder the command runs in. */
export type Input =
  /** In `recipes/`. `text` stands in for what one of its files holds; only that file is asked about. */
  | { readonly kind: 'recipe'; readonly name: string; readonly text?: StandIn }
  /** A recipe that lies elsewhere. */
  | { readonly kind: 'folder'; readonly folder: string }
  /** A compose file, with whatever lies around it. */
  | { readonly kind: 'file'; readonly folder: string; readonly name: string; readonly text?: StandIn };

/** `path` is relative to the recipe's folder, or to that of the file. */
export interface StandIn {
  readonly path: string;
  readonly bytes: Buffer;
}

export interface Inputs {
  readonly inputs: readonly Input[];
  /** Arguments that came to nothing; the others are linted all the same. */
  readonly faults: readonly KnownError[];
  /** What was passed over, and why. */
  readonly notes: readonly string[];
}

/** Without arguments every folder in recipes/. */
export async function findInputs(root: string, args: readonly string[]): Promise<Inputs> {
  if (args.length === 0) {
    const inputs = recipes(root);
    if (inputs.length > 0) return { inputs, faults: [], notes: [] };
    const help = 'Add one in recipes/<name>/, or name a compose file or a folder.';
    throw new KnownError('there is no recipe to lint', help);
  }
  const faults: KnownError[] = [];
  const notes: string[] = [];
  const inputs = new Map<string, Input>();
  for (const argument of args) {
    try {
      const found = await inputsOf(root, argument);
      notes.push(...found.notes);
      faults.push(...found.faults);
      for (const input of found.inputs) inputs.set(JSON.stringify(input), input);
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      faults.push(error);
    }
  }
  return { inputs: [...inputs.values()], faults, notes };
}

/** `fossil`, `recipes/fossil`, `./recipes/fossil/` and a file in it are the same. */
async function inputsOf(root: string, argument: string): Promise<Inputs> {
  const path = pathFrom(root, argument);
  const stats = statsOf(join(root, path));
  const name = recipeAt(path);
  if (path === 'recipes' && stats !== null) return only(recipes(root));
  if (name !== null && (stats?.isDirectory() !== false || path !== `recipes/${name}`)) {
    if (stats !== null || path === `recipes/${name}`) return only([{ kind: 'recipe', name }]);
  }
  if (isPlainName(argument) && (stats === null || statsOf(join(root, 'recipes', argument))?.isDirectory() === true)) {
    return only([{ kind: 'recipe', name: argument }]);
  }
  if (stats === null) throw missing(root, argument, path);
  if (stats.isFile()) return only([fileInput(path)]);
  if (!stats.isDirectory()) {
    throw new KnownError(`${quote(argument)} is no regular file`, 'Give it to standard input, with --stdin.');
  }
  const { findInFolder } = await import('./folder.ts');
  return findInFolder(root, path);
}

/** What `--stdin-filename` means: the document is `text`, wherever it came from. */
export function standIn(root: string, filename: string, bytes: Buffer): Input {
  const path = pathFrom(root, filename);
  const name = recipeAt(path);
  if (name !== null && path !== `recipes/${name}` && statsOf(join(root, 'recipes', name))?.isDirectory() === true) {
    return { kind: 'recipe', name, text: { path: path.slice(`recipes/${name}/`.length), bytes } };
  }
  const input = fileInput(path);
  return { ...input, text: { path: input.name, bytes } };
}

/** Whether a folder holds what abra or we call a recipe. */
export function isRecipeFolder(names: ReadonlySet<string>): boolean {
  return names.has('compose.yml') && ['recipe.yml', 'abra.sh', '.env.sample'].some((name) => names.has(name));
}

/** The recipe in recipes/ that `path` is, or lies in. */
export function recipeAt(path: string): string | null {
  return /^recipes\/([^/]+)/.exec(path)?.[1] ?? null;
}

export function fileInput(path: string): Input & { readonly kind: 'file' } {
  return { kind: 'file', folder: dirname(path), name: path.slice(path.lastIndexOf('/') + 1) };
}

function recipes(root: string): readonly Input[] {
  return namesIn(join(root, 'recipes'), (entry) => !entry.isFile() && !entry.name.startsWith('.')).map((name) => ({
    kind: 'recipe',
    name,
  }));
}

function only(inputs: readonly Input[]): Inputs {
  return { inputs, faults: [], notes: [] };
}

function isPlainName(argument: string): boolean {
  return /^[^./\\]+$/.test(argument);
}

/** As places show it: from `root`, with slashes. */
function pathFrom(root: string, argument: string): string {
  const path = relative(root, resolve(root, argument));
  return path === '' ? '.' : path.replaceAll(sep, '/');
}

function missing(root: string, argument: string, path: string): KnownError {
  const siblings = namesIn(join(root, dirname(path)), () => true);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const help = `Name a recipe, a compose file or a folder.${didYouMean(name, siblings.slice(0, 200))}`;
  return new KnownError(`there is no file or folder ${quote(argument)}`, help);
}

function statsOf(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

function namesIn(folder: string, isWanted: (entry: import('node:fs').Dirent) => boolean): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .filter(isWanted)
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}
