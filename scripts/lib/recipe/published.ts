/** What the main line has published of some recipes, looked up while their folders are read. */
import { KnownError } from '../command.ts';
import type { Published, PublishedVersion, Recipe, RecipeFile } from '../types.ts';
import { type BlobReader, git, openBlobs } from './git.ts';
import type { MainLineCommit } from './history-fold.ts';
import { isRecipeName, LIMITS } from './limits.ts';
import { mainLine } from './main-line.ts';
import { foldPublished, objectId, quickLabel, type Snapshot, type TreeFile } from './published-fold.ts';
import { recipeFile } from './recipe-file.ts';
import { compareVersions, parseVersion, versionLabel } from './version.ts';
import { parsedYaml } from './yaml.ts';

export interface PublishedLookup extends Disposable {
  /** By name of the recipe; empty outside a repository, where nothing is published. */
  of(recipes: readonly Recipe[]): Promise<ReadonlyMap<string, Published>>;
}

type Looked =
  | { readonly snapshots: ReadonlyMap<string, readonly Snapshot[]> }
  /** Null: it lies in no repository. */
  | { readonly unknown: string | null };

/** The main line, the first there is; as patterns, because git minds a plain name that does not exist. */
const MAIN = ['remotes/origin/mai[n]', 'remotes/origin/maste[r]', 'heads/mai[n]', 'heads/maste[r]'];

/** Starts git at once, which costs little while the recipes are read; `of` waits for it. */
export function lookForPublished(root: string, names: readonly string[]): PublishedLookup {
  const asked = names.filter(isRecipeName);
  if (asked.length === 0) return { of: () => Promise.resolve(new Map()), [Symbol.dispose]: () => {} };
  const blobs = openBlobs(root);
  const looking = look(root, asked, blobs);
  // Heard of when it is asked for.
  looking.catch(() => {});
  return {
    async of(recipes) {
      try {
        const looked = await looking;
        if ('snapshots' in looked) return await withFiles(recipes, looked.snapshots, blobs);
        const { unknown } = looked;
        return new Map(unknown === null ? [] : recipes.map(({ name }) => [name, { unknown }]));
      } catch (error) {
        if (!(error instanceof KnownError)) throw error;
        return new Map(recipes.map(({ name }) => [name, { unknown: error.message }]));
      }
    },
    [Symbol.dispose]: () => blobs[Symbol.dispose](),
  };
}

async function look(root: string, names: readonly string[], blobs: BlobReader): Promise<Looked> {
  const folders = names.map((name) => `recipes/${name}/`);
  const globs = MAIN.map((name) => `--glob=refs/${name}`);
  const ofHead = mainLine(root, 'HEAD', folders);
  ofHead.catch(() => {});
  const { exitCode, stdout, stderr } = await git(root, ['rev-parse', '--is-shallow-repository', 'HEAD', ...globs]);
  const [shallow, head = '', main = head] = stdout.toString().trim().split('\n');
  if (shallow === 'true') return { unknown: 'this clone is shallow' };
  // Before the first commit there is no HEAD.
  if (exitCode !== 0 && shallow === 'false') return { snapshots: new Map() };
  if (exitCode !== 0) return { unknown: /not a git repository/.test(stderr) ? null : (stderr.split('\n')[0] ?? '') };
  const commits = main === head ? await ofHead : await mainLine(root, await fork(root, head, main), folders);
  const labels = await labelsOf(commits, blobs);
  return { snapshots: foldPublished(commits, (blob) => labels.get(blob) ?? null) };
}

/** The last commit of the main line that HEAD contains: what a branch adds to it is proposed, not published. */
async function fork(root: string, head: string, main: string): Promise<string> {
  const { exitCode, stdout } = await git(root, ['merge-base', head, main]);
  return exitCode === 0 ? stdout.toString().trim() : head;
}

async function labelsOf(commits: readonly MainLineCommit[], blobs: BlobReader): Promise<ReadonlyMap<string, string>> {
  const ids = commits.flatMap(({ changes }) =>
    changes.flatMap(({ path, blob }) => (path === 'compose.yml' && blob !== null ? [blob] : [])),
  );
  const labels = new Map<string, string>();
  for (const [id, bytes] of await blobs.read(ids, LIMITS.yamlBytes)) {
    const label =
      quickLabel(bytes.toString()) ?? versionLabel(parsedYaml(recipeFile('compose.yml', bytes, false)).value);
    if (label !== null && parseVersion(label) !== null) labels.set(id, label);
  }
  return labels;
}

async function withFiles(
  recipes: readonly Recipe[],
  snapshots: ReadonlyMap<string, readonly Snapshot[]>,
  blobs: BlobReader,
): Promise<ReadonlyMap<string, Published>> {
  const plans = recipes.map((recipe) => {
    const versions = snapshots.get(recipe.name) ?? [];
    return { recipe, versions, compared: comparedWith(recipe, versions), own: ownFiles(recipe, versions) };
  });
  const missing = plans.flatMap(({ compared, own }) =>
    compared.flatMap(({ tree }) => [...tree.values()].flatMap(({ blob }) => (own.has(blob) ? [] : [blob]))),
  );
  const contents = await blobs.read(missing, LIMITS.fileBytes);
  return new Map(
    plans.map(({ recipe, versions, compared, own }) => {
      const published = versions.map(({ tree, ...version }): PublishedVersion => {
        const loaded = compared.some((each) => each.version === version.version);
        return { ...version, files: loaded ? filesOf(tree, own, contents) : null };
      });
      return [recipe.name, { versions: published }];
    }),
  );
}

/** The version that the recipe says it is, and the next lower one: `versions` ascend. */
function comparedWith({ version }: Recipe, versions: readonly Snapshot[]): readonly Snapshot[] {
  if (version === null) return [];
  const same = versions.find((each) => each.version === version);
  const lower = versions.findLast((each) => compareVersions(each.version, version) < 0);
  return [same, lower].filter((each) => each !== undefined);
}

/** The files in the folder by their object id: what did not change need not be read from git. */
function ownFiles({ files }: Recipe, versions: readonly Snapshot[]): ReadonlyMap<string, RecipeFile> {
  const [sample] = versions[0]?.tree.values() ?? [];
  if (sample === undefined) return new Map();
  return new Map(files.map((file) => [objectId(file, sample.blob.length), file]));
}

function filesOf(
  tree: ReadonlyMap<string, TreeFile>,
  own: ReadonlyMap<string, RecipeFile>,
  contents: ReadonlyMap<string, Buffer>,
): readonly RecipeFile[] {
  const files = [...tree].flatMap(([path, { blob, executable }]) => {
    const file = own.get(blob);
    // The very object: what was parsed of it is known by it.
    if (file !== undefined)
      return [file.path === path && file.executable === executable ? file : { ...file, path, executable }];
    const bytes = contents.get(blob);
    return bytes === undefined ? [] : [recipeFile(path, bytes, executable)];
  });
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
