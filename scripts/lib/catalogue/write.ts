import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { versionFolder } from './machine.ts';
import type { CatalogueRecipe, PublishedFile } from './model.ts';

export async function writeFiles(folder: string, files: Iterable<PublishedFile>): Promise<void> {
  for (const { path, content, encoding } of files) await put(join(folder, path), Buffer.from(content, encoding));
}

/**
 * What is no text of ours: the bundles of its versions, and their evidence, copied from
 * `<root>/out/reports/<recipe>/<version>/`.
 */
export async function writeVersionFiles(
  folder: string,
  recipe: CatalogueRecipe,
  bundles: readonly Uint8Array[],
  root: string,
): Promise<void> {
  for (const [index, version] of recipe.versions.entries()) {
    const target = join(folder, versionFolder(version));
    await put(join(target, version.bundle.file), bundles[index] ?? new Uint8Array());
    const reports = join(root, 'out/reports', version.recipe, version.version);
    const copied = [...version.evidence, ...version.sboms.map((file) => ({ file, path: file }))];
    for (const { file, path } of copied) {
      await mkdir(dirname(join(target, path)), { recursive: true });
      await copyFile(join(reports, file), join(target, path));
    }
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

async function put(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
}
