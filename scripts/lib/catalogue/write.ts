import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeBundle } from './bundle.ts';
import { machineFiles, ruleFile, versionFolder } from './machine.ts';
import type { CatalogueSource, Publication } from './model.ts';

/** Written by the test that asks the search; it fails when this is not what it finds. */
const SEARCH_SCORE = join(import.meta.dirname, '../../../test/fixtures/search/score.json');

/**
 * Writes everything beside the pages into `folder`: machine files, bundles, and the evidence, copied from
 * `<root>/out/reports/<recipe>/<version>/`. Returns how many files.
 */
export async function writeFiles(
  { catalogue, rulebook }: Publication,
  source: CatalogueSource,
  { root, folder, schema }: { readonly root: string; readonly folder: string; readonly schema: unknown },
): Promise<number> {
  const files = [...machineFiles(catalogue, schema), ruleFile(rulebook)];
  for (const { path, content, encoding } of files) await put(join(folder, path), Buffer.from(content, encoding));
  await put(join(folder, 'search-score.json'), await readFile(SEARCH_SCORE));
  let count = files.length + 1;
  for (const recipe of catalogue.recipes) {
    const sources = source.recipes.find((candidate) => candidate.name === recipe.name)?.versions ?? [];
    for (const version of recipe.versions) {
      const target = join(folder, versionFolder(version));
      const files = sources.find((candidate) => candidate.version === version.version)?.recipe.files ?? [];
      const name = version.bundle.file.replace(/\.tar\.gz$/, '');
      await put(join(target, version.bundle.file), await makeBundle(name, files));
      for (const { file, path } of version.evidence) {
        const to = join(target, path);
        await mkdir(dirname(to), { recursive: true });
        await copyFile(join(root, 'out/reports', version.recipe, version.version, file), to);
      }
      for (const file of version.sboms) {
        await mkdir(dirname(join(target, file)), { recursive: true });
        await copyFile(join(root, 'out/reports', version.recipe, version.version, file), join(target, file));
      }
      count += 1 + version.evidence.length + version.sboms.length;
    }
  }
  return count;
}

/** Lets `fill` make the new content beside the old one, which stays as it is when that fails. */
export async function replaceFolder(folder: string, fill: (next: string) => Promise<void>): Promise<void> {
  const next = `${folder}.next`;
  try {
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
