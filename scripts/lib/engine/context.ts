import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Digest of a build folder: names, executable bits and contents of its files, targets of its links. */
export async function contextDigest(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const names = (await readdir(folder, { recursive: true })).toSorted();
  for (const name of names) {
    const path = join(folder, name);
    const found = await lstat(path);
    const kind = found.isSymbolicLink() ? 'link' : found.isDirectory() ? 'folder' : 'file';
    const content = kind === 'file' ? await readFile(path) : kind === 'link' ? await readlink(path) : '';
    hash.update(JSON.stringify([name, kind, kind === 'file' && (found.mode & 0o111) !== 0, content.length]));
    hash.update(content);
  }
  return `sha256:${hash.digest('hex')}`;
}
