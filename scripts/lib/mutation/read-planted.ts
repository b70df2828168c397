import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type FolderContent, readFolder } from '../recipe/read.ts';
import { fileBytes } from '../recipe/recipe-file.ts';
import type { RecipeFile } from '../types.ts';

/** Files and links → what reading them from a folder gives. `display` starts the places. */
export type ReadPlanted = (
  files: readonly RecipeFile[],
  links: { readonly [path: string]: string },
  display: string,
) => FolderContent;

/** Writes them into a folder of their own, reads that as any recipe is read, and removes it. */
export const readPlanted: ReadPlanted = (files, links, display) => {
  const folder = mkdtempSync(join(tmpdir(), 'planted-'));
  try {
    for (const file of files) put(join(folder, file.path), (path) => writeFileSync(path, fileBytes(file)));
    for (const [path, target] of Object.entries(links)) put(join(folder, path), (at) => symlinkSync(target, at));
    return readFolder(folder, display);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

function put(path: string, write: (path: string) => void): void {
  mkdirSync(dirname(path), { recursive: true });
  write(path);
}
