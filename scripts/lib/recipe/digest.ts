import { createHash } from 'node:crypto';
import type { RecipeFile } from '../types.ts';
import { isLeftOut } from './limits.ts';

/** What the digest of a tree is made of: where each file lies, whether it may be executed, its bytes. */
type DigestedFile = Pick<RecipeFile, 'path' | 'executable' | 'encoding' | 'content'>;

/**
 * Hex sha256 of the canonical recipe tree: a header line, then for each file, sorted by the bytes of its path, its mode and
 * length-prefixed path and content, so that no two different trees are written alike. `certificates/` is left out: a
 * certificate speaks of the tree and cannot be part of it.
 */
export function treeDigest(files: readonly DigestedFile[]): string {
  const hash = createHash('sha256').update('recipe-commons/tree/1\n');
  const entries = files
    .filter((file) => !isLeftOut(file.path))
    .map((file) => ({ file, path: Buffer.from(file.path, 'utf8') }))
    .sort((a, b) => Buffer.compare(a.path, b.path));
  for (const { file, path } of entries) {
    const content = Buffer.from(file.content, file.encoding);
    hash.update(`${file.executable ? '100755' : '100644'} ${path.length} ${content.length}\n`);
    hash.update(path).update('\n').update(content).update('\n');
  }
  return hash.digest('hex');
}
