/** What `git ls-tree` says of a recipe's folder. */
import { type FileFault, isLeftOut, notRegularFault, pathFault, sizeFault } from './limits.ts';

interface TreeEntry {
  readonly mode: string;
  readonly id: string;
  readonly size: number;
  /** Relative to the recipe's folder. */
  readonly path: string;
}

/** `<mode> <type> <id> <size>\t<path>`, NUL after each. */
export function parseTree(output: string, folder: string): readonly TreeEntry[] {
  return output.split('\0').flatMap((line) => {
    const [, mode = '', id = '', size = '', path = ''] =
      /^([0-7]+) [a-z]+ ([0-9a-f]+) +([0-9-]+)\t(.*)$/s.exec(line) ?? [];
    if (!path.startsWith(folder) || isLeftOut(path.slice(folder.length))) return [];
    return [{ mode, id, size: Number(size) || 0, path: path.slice(folder.length) }];
  });
}

export function entryFault({ mode, path, size }: TreeEntry): FileFault | null {
  const fault = pathFault(path);
  if (fault !== null) return fault;
  if (mode === '120000') return notRegularFault(path, 'a symbolic link');
  if (mode === '160000') return notRegularFault(path, 'a submodule');
  return sizeFault(path, size);
}
