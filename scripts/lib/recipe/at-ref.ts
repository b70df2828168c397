import { KnownError } from '../command.ts';
import type { Recipe } from '../types.ts';
import { git } from './git.ts';
import { readRecipeAt } from './history.ts';

/** The full id of the commit that `ref` names. Throws KnownError when it names none. */
export async function commitOf(root: string, ref: string): Promise<string> {
  const { exitCode, stdout } = await git(root, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ]);
  if (exitCode === 0) return stdout.toString().trim();
  throw new KnownError(
    `git knows no commit ${JSON.stringify(ref)}`,
    'Name a branch, a tag or a commit; fetch it first.',
  );
}

/** The recipe as that commit has it; null when it has none of this name. */
export async function recipeAt(root: string, commit: string, name: string): Promise<Recipe | null> {
  const { exitCode } = await git(root, ['rev-parse', '--verify', '--quiet', `${commit}:./recipes/${name}/compose.yml`]);
  return exitCode === 0 ? await readRecipeAt(root, commit, name) : null;
}
