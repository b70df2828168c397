import { execa } from 'execa';
import { KnownError } from '../command.ts';
import { listRecipes } from '../recipe/read.ts';

/** Paths that belong to the tool: a change to one of them may change every verdict. */
const TOOL = /^(scripts|site|\.github|package(-lock)?\.json$)/;

/**
 * The recipes that differ between the merge base with the main line and the working tree; all when the tool itself
 * changed. Throws KnownError when git cannot tell.
 */
export async function changedRecipes(root: string): Promise<readonly string[]> {
  const base = await mergeBase(root);
  const tracked = await git(root, ['diff', '--name-only', '-z', base]);
  const untracked = await git(root, ['ls-files', '--others', '--exclude-standard', '-z']);
  const paths = [...tracked.split('\0'), ...untracked.split('\0')];
  const all = await listRecipes(root);
  return paths.some((path) => TOOL.test(path)) ? all : recipesIn(paths, all);
}

/** The names in `all` whose folder holds one of `paths`. */
export function recipesIn(paths: readonly string[], all: readonly string[]): readonly string[] {
  return all.filter((name) => paths.some((path) => path.startsWith(`recipes/${name}/`)));
}

async function mergeBase(root: string): Promise<string> {
  const candidates = [process.env.GITHUB_BASE_REF, 'main'].filter((name) => name !== undefined && name !== '');
  for (const branch of candidates.flatMap((name) => [`refs/remotes/origin/${name}`, `refs/heads/${name}`])) {
    const { exitCode, stdout } = await execa('git', ['merge-base', 'HEAD', branch], { cwd: root, reject: false });
    if (exitCode === 0) return stdout.trim();
  }
  throw new KnownError('there is no main branch to compare with', 'Fetch it: git fetch origin main');
}

async function git(root: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execa('git', args, { cwd: root });
  return stdout;
}
