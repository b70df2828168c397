/** A folder that is no recipe of ours → the recipes and compose files in it. */
import { closeSync, constants, type Dirent, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { KnownError } from '../command.ts';
import { LIMITS, quote } from '../recipe/limits.ts';
import { fileInput, type Input, type Inputs, isRecipeFolder, recipeAt } from './inputs.ts';

/** Of a walk: nobody keeps more in one place, and `/` typed by mistake must end. */
const MOST = { depth: 16, entries: 200_000, inputs: 20_000 } as const;

const COMPOSE_NAME = /^(?:docker-)?(?:compose|stack)(?:[.-][^/]*)?\.ya?ml$/;
const YAML_NAME = /\.ya?ml$/;
const SERVICES = /^(?:\{\s*)?["']?services["']?\s*:/m;
/** PHP frameworks call their own lists so; only services of compose have these keys. */
const OTHER_SERVICES = /(?:^|\.)services\.ya?ml$/;
const SERVICE_KEY = /^[ \t{].*?\b(?:image|build)["']?\s*:/m;

interface Walk {
  readonly root: string;
  readonly inputs: Input[];
  readonly faults: KnownError[];
  entries: number;
  /** YAML files that hold no services. */
  others: number;
}

/** `folder` is relative to `root`. Hidden folders, node_modules and links are passed over. */
export function findInFolder(root: string, folder: string): Inputs {
  const walk: Walk = { root, inputs: [], faults: [], entries: 0, others: 0 };
  const queue: { readonly path: string; readonly depth: number }[] = [{ path: folder, depth: 0 }];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const { path, depth } = at;
    const subfolders = look(walk, path);
    if (depth < MOST.depth) queue.push(...subfolders.map((each) => ({ path: each, depth: depth + 1 })));
    else if (subfolders.length > 0) walk.faults.push(tooMuch(path, `more than ${MOST.depth} folders deep`));
    if (walk.entries > MOST.entries || walk.inputs.length > MOST.inputs) {
      walk.faults.push(tooMuch(folder, `more than ${MOST.entries} entries or ${MOST.inputs} compose files`));
      break;
    }
  }
  const { inputs, faults, others } = walk;
  if (inputs.length === 0 && faults.length === 0) {
    const help = 'A compose file has "services:" at its top; name a file to lint it whatever it holds.';
    throw new KnownError(`there is no compose file in ${quote(folder)}`, help);
  }
  const notes =
    others === 0 ? [] : [`${others} YAML file${others === 1 ? '' : 's'} in ${quote(folder)} without services left out`];
  return { inputs: inputs.sort((a, b) => (place(a) < place(b) ? -1 : 1)), faults, notes };
}

/** Adds what lies in one folder, and gives the folders to look at next. */
function look(walk: Walk, path: string): readonly string[] {
  const entries = entriesOf(walk, path);
  walk.entries += entries.length;
  const inRecipes = recipeAt(path);
  if (inRecipes !== null) {
    walk.inputs.push({ kind: 'recipe', name: inRecipes });
    return [];
  }
  const below = (name: string) => (path === '.' ? name : `${path}/${name}`);
  const names = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
  if (isRecipeFolder(names) || (names.has('compose.yml') && isLabelled(join(walk.root, below('compose.yml'))))) {
    walk.inputs.push({ kind: 'folder', folder: path });
    return [];
  }
  for (const { name } of entries.filter((entry) => entry.isFile() && YAML_NAME.test(entry.name))) {
    if (name.startsWith('.')) continue;
    if (COMPOSE_NAME.test(name) || isCompose(join(walk.root, below(name)), name))
      walk.inputs.push(fileInput(below(name)));
    else walk.others++;
  }
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => below(name));
}

/** One that cannot be read is for the reader to complain about. */
function isCompose(file: string, name: string): boolean {
  const text = firstBytes(file);
  return text === null || (SERVICES.test(text) && (!OTHER_SERVICES.test(name) || SERVICE_KEY.test(text)));
}

/** abra's mark, of a recipe that has nothing else of one. */
function isLabelled(file: string): boolean {
  return firstBytes(file)?.includes('coop-cloud.${STACK_NAME}.') === true;
}

function firstBytes(file: string): string | null {
  try {
    const handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const buffer = Buffer.alloc(LIMITS.yamlBytes);
      return buffer.toString('utf8', 0, readSync(handle, buffer, 0, buffer.length, 0));
    } finally {
      closeSync(handle);
    }
  } catch {
    return null;
  }
}

function entriesOf(walk: Walk, path: string): readonly Dirent[] {
  try {
    return readdirSync(join(walk.root, path), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    walk.faults.push(new KnownError(`cannot read folder ${quote(path)}: ${why}`, 'Its files were not looked at.'));
    return [];
  }
}

function tooMuch(path: string, what: string): KnownError {
  return new KnownError(`${quote(path)} has ${what}; not all were looked at`, 'Lint a folder inside it.');
}

function place(input: Input): string {
  if (input.kind === 'recipe') return `recipes/${input.name}`;
  return input.kind === 'folder' ? input.folder : `${input.folder}/${input.name}`;
}
