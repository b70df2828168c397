/** Writes synchronously: for many small files every promise costs more than the file. */
import { copyFileSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { versionFolder } from './addresses.ts';
import type { CatalogueRecipe, PublishedFile } from './model.ts';

/** Written by the test that asks the search; it fails when this is not what it finds. */
const SEARCH_SCORE = join(import.meta.dirname, '../../../test/fixtures/search/score.json');

export interface Writer {
  readonly files: (files: Iterable<PublishedFile>) => void;
  /**
   * What is no text of ours: the bundles of its versions, and their evidence, copied from
   * `<root>/out/reports/<recipe>/<version>/`.
   */
  readonly versionFiles: (recipe: CatalogueRecipe, bundles: readonly Uint8Array[], root: string) => void;
  readonly searchScore: () => void;
  /** Addresses of all pages in the folder that are not of our making: what a search engine should show. */
  readonly pages: () => readonly string[];
}

export function openWriter(folder: string): Writer {
  const made = new Set<string>();
  const own = new Set<string>();
  return {
    files(files) {
      for (const { path, content, encoding } of files) {
        own.add(path);
        writeFileSync(place(join(folder, path)), content, encoding);
      }
    },
    versionFiles(recipe, bundles, root) {
      for (const [index, version] of recipe.versions.entries()) {
        const target = join(folder, versionFolder(version));
        writeFileSync(place(join(target, version.bundle.file)), bundles[index] ?? new Uint8Array());
        const reports = join(root, 'out/reports', version.recipe, version.version);
        const copied = [...version.evidence, ...version.sboms.map((file) => ({ file, path: file }))];
        for (const { file, path } of copied) copyFileSync(join(reports, file), place(join(target, path)));
      }
    },
    pages: () =>
      globSync('**/index.html', { cwd: folder })
        .filter((path) => !own.has(path))
        .map((path) => path.replace(/index\.html$/, '')),
    searchScore: () => copyFileSync(SEARCH_SCORE, place(join(folder, 'search-score.json'))),
  };

  function place(file: string): string {
    const parent = dirname(file);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    return file;
  }
}

/** Lets `fill` make the new content beside the old one, which stays as it is when that fails. */
export async function replaceFolder(folder: string, fill: (next: string) => Promise<void>): Promise<void> {
  const next = `${folder}.next`;
  try {
    // What a killed run left would be published with it.
    await rm(next, { recursive: true, force: true });
    await fill(next);
    await rm(folder, { recursive: true, force: true });
    await rename(next, folder);
  } finally {
    await rm(next, { recursive: true, force: true });
  }
}
