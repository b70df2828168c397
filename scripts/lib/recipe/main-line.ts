import { gitOutput } from './git.ts';
import type { Change, MainLineCommit } from './history-fold.ts';
import { isLeftOut, isRecipeName } from './limits.ts';

/**
 * Commits of the first-parent line up to `commit` that changed something in `folders` (`recipes/`, `recipes/fossil/`), oldest
 * first. Folders are those of `root`, wherever in the repository that lies.
 */
export async function mainLine(
  root: string,
  commit: string,
  folders: readonly string[],
): Promise<readonly MainLineCommit[]> {
  const settings = ['-c', 'log.showRoot=true', '-c', 'log.showSignature=false', '--no-replace-objects'];
  const which = ['--first-parent', '--diff-merges=first-parent', '--reverse', commit, '--', ...folders];
  const shape = ['--raw', '--no-abbrev', '--no-renames', '--relative', '-z', '--format=%H %ct'];
  const output = await gitOutput(root, [...settings, 'log', ...shape, ...which]);
  const commits: (MainLineCommit & { changes: Change[] })[] = [];
  const tokens = output.toString().split('\0')[Symbol.iterator]();
  for (const token of tokens) {
    const [, mode, blob] = /^\n?:[0-7]+ ([0-7]+) [0-9a-f]+ ([0-9a-f]+) [A-Z]/.exec(token) ?? [];
    const [, id, seconds] = /^\n?([0-9a-f]{40,64}) ([0-9]+)\n?$/.exec(token) ?? [];
    if (id !== undefined) commits.push({ id, date: new Date(Number(seconds) * 1000).toISOString(), changes: [] });
    if (mode === undefined || blob === undefined) continue;
    const change = changeOf(tokens.next().value ?? '', mode, blob);
    if (change !== null) commits.at(-1)?.changes.push(change);
  }
  return commits;
}

/** Null for what is no part of a recipe. Links and submodules count as absent. */
function changeOf(path: string, mode: string, blob: string): Change | null {
  const [, recipe = '', inside = ''] = /^recipes\/([^/]+)\/(.+)$/s.exec(path) ?? [];
  if (!isRecipeName(recipe) || isLeftOut(inside)) return null;
  return { recipe, path: inside, blob: mode.startsWith('100') ? blob : null, executable: mode === '100755' };
}
