import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Recipe } from '../types.ts';
import { pathFault, quote } from './limits.ts';
import { fileBytes } from './recipe-file.ts';

/**
 * Writes the files of a recipe into `folder`, which is made. Modes are exactly 644 and 755 whatever the umask: they are part
 * of the digest. Throws, having written nothing, when a path would leave the folder; throws when a file is there already.
 */
export async function writeRecipe(recipe: Pick<Recipe, 'files'>, folder: string): Promise<void> {
  for (const { path } of recipe.files) {
    if (pathFault(path) !== null) throw new Error(`${quote(path)} cannot be written: it is no path of a recipe`);
  }
  await mkdir(folder, { recursive: true });
  for (const file of recipe.files) {
    const target = join(folder, file.path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, fileBytes(file), { flag: 'wx' });
    await chmod(target, file.executable ? 0o755 : 0o644);
  }
}
