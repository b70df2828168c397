import { git } from './git.ts';
import { isLeftOut } from './limits.ts';

/** HEAD for each recipe whose folder has the very bytes of HEAD; none outside a repository. */
export async function unchangedAt(root: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const folders = names.map((name) => `recipes/${name}`);
  const status = [
    'status',
    '--porcelain=v2',
    '--branch',
    '-z',
    '--ignored=matching',
    '--untracked-files=all',
    '--no-renames',
  ];
  const { exitCode, stdout } = await git(root, [...status, '--', ...folders]).catch(() => ({
    exitCode: 1,
    stdout: Buffer.of(),
  }));
  const lines = stdout.toString('utf8').split('\0');
  const head = lines.find((line) => line.startsWith('# branch.oid '))?.slice('# branch.oid '.length);
  if (exitCode !== 0 || head === undefined || !/^[0-9a-f]{40,64}$/.test(head)) return new Map();
  const changes = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(names.filter((name) => !changes.some((change) => touches(change, name))).map((name) => [name, head]));
}

/** Whether a line of `git status --porcelain=v2` is about a file that counts as part of the recipe. */
function touches(change: string, name: string): boolean {
  const folder = `recipes/${name}/`;
  const at = change.search(new RegExp(`[ /]${folder}`));
  return at !== -1 && !isLeftOut(change.slice(at + 1 + folder.length));
}
