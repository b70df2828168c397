/** Versions from git: the first commit on the main line that carries a label publishes it. */
import { KnownError } from '../command.ts';
import type { Finding, Recipe, RecipeVersion } from '../types.ts';
import { fileFinding } from './finding.ts';
import { git, gitOutput, readBlobs } from './git.ts';
import { foldHistory, splitTag, tagFault, type VersionTag } from './history-fold.ts';
import { isRecipeName, LIMITS, quote, tooManyFilesFault, twinFaults } from './limits.ts';
import { mainLine } from './main-line.ts';
import { parseRecipe } from './parse.ts';
import { recipeFile } from './recipe-file.ts';
import { entryFault, parseTree } from './tree.ts';
import { parseVersion, versionLabel } from './version.ts';
import { parsedYaml } from './yaml.ts';

/**
 * Every version that HEAD's first-parent line ever published; recipes by name, versions ascending. Throws KnownError outside
 * a repository, in a shallow clone (it would tell of fewer versions), and when a tag `<recipe>/<version>` disagrees.
 */
export async function readHistory(root: string): Promise<{ readonly versions: readonly RecipeVersion[] }> {
  const prefix = await openRepository(root);
  if (prefix === null) return { versions: [] };
  const commits = await mainLine(root, 'HEAD', ['recipes/']);
  const composeBlobs = commits.flatMap(({ changes }) =>
    changes.flatMap(({ path, blob }) => (path === 'compose.yml' && blob !== null ? [blob] : [])),
  );
  const labels = await readLabels(root, composeBlobs);
  const versions = foldHistory(commits, (blob) => labels.get(blob) ?? null);
  const fault = tagFault(versions, await readTags(root, `${prefix}recipes/`));
  if (fault !== null) throw new KnownError(fault.message, fault.help);
  return { versions };
}

/**
 * The recipe as `commit` (a full object id) has it, through the same limits as a folder: links and submodules are findings.
 * Throws KnownError when the commit or the recipe does not exist.
 */
export async function readRecipeAt(root: string, commit: string, name: string): Promise<Recipe> {
  if (!/^[0-9a-f]{40,64}$/.test(commit)) throw new TypeError(`${quote(commit)} is not a full commit id`);
  if (!isRecipeName(name)) throw new KnownError(`There is no recipe ${quote(name)}`, 'Check its name.');
  const folder = `recipes/${name}`;
  const { exitCode, stdout } = await git(root, ['ls-tree', '-r', '-z', '-l', commit, '--', `${folder}/`]);
  const entries = exitCode === 0 ? parseTree(stdout.toString(), `${folder}/`) : [];
  if (entries.length === 0) {
    throw new KnownError(`Commit ${commit} has no recipe "${name}"`, 'Fetch the whole history: git fetch --unshallow');
  }
  const findings: Finding[] = [];
  const kept = entries.slice(0, LIMITS.files).filter((entry) => {
    const fault = entryFault(entry);
    if (fault !== null) findings.push(fileFinding(folder, entry.path, fault));
    return fault === null;
  });
  if (entries.length > LIMITS.files) findings.push(fileFinding(folder, '', tooManyFilesFault()));
  const paths = kept.map(({ path }) => path);
  findings.push(...twinFaults(paths).map(([path, fault]) => fileFinding(folder, path, fault)));
  const ids = kept.map(({ id }) => id);
  const blobs = await readBlobs(root, ids, LIMITS.fileBytes);
  const files = kept.map(({ path, mode, id }) => recipeFile(path, blobs.get(id) ?? Buffer.of(), mode === '100755'));
  return parseRecipe({ name, folder, commit, files, findings });
}

/** The folder of `root` inside its repository (`''` or `sub/`); null when nothing was committed yet. */
async function openRepository(root: string): Promise<string | null> {
  const { exitCode, stdout, stderr } = await git(root, ['rev-parse', '--is-shallow-repository', '--show-prefix']);
  if (exitCode !== 0) {
    const message = `Versions cannot be read from git: ${stderr.trim().split('\n')[0] ?? ''}`;
    throw new KnownError(message, 'Run it in a clone of the repository, as the user who owns it.');
  }
  const [shallow, prefix = ''] = stdout.toString().split('\n');
  if (shallow === 'true') {
    const message = 'This clone is shallow: versions published before its first commit would be missing';
    throw new KnownError(message, 'Fetch the whole history: git fetch --unshallow');
  }
  const head = await git(root, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  return head.exitCode === 0 ? prefix : null;
}

/** The valid version of each compose.yml, by the id of its blob; blobs without one are left out. */
async function readLabels(root: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const labels = new Map<string, string>();
  for (const [id, bytes] of await readBlobs(root, ids, LIMITS.yamlBytes)) {
    const label = versionLabel(parsedYaml(recipeFile('compose.yml', bytes, false)).value);
    if (label !== null && parseVersion(label) !== null) labels.set(id, label);
  }
  return labels;
}

/** Tags `<recipe>/<version>` on commits that HEAD contains, and the version their commit carries. */
async function readTags(root: string, folder: string): Promise<readonly VersionTag[]> {
  const output = await gitOutput(root, ['for-each-ref', '--merged=HEAD', '--format=%(refname:strip=2)', 'refs/tags']);
  const names = output
    .toString()
    .split('\n')
    .filter((name) => isRecipeName(splitTag(name).recipe) && parseVersion(splitTag(name).version) !== null);
  if (names.length === 0) return [];
  const specs = names.map((name) => `refs/tags/${name}^{commit}:${folder}${splitTag(name).recipe}/compose.yml`);
  const ids = (await gitOutput(root, ['cat-file', '--batch-check=%(objectname)'], `${specs.join('\n')}\n`))
    .toString()
    .split('\n')
    .map((line) => (/^[0-9a-f]{40,64}$/.test(line) ? line : null));
  const labels = await readLabels(
    root,
    ids.filter((id) => id !== null),
  );
  return names.map((name, index) => ({ name, label: labels.get(ids[index] ?? '') ?? null }));
}
