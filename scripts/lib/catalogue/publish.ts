import { KnownError } from '../command.ts';
import { recipeSchema } from '../recipe/schema.ts';
import { buildCatalogue } from './build.ts';
import type { Catalogue } from './model.ts';
import { readCatalogueSource } from './read.ts';
import { writePages } from './site.ts';
import { replaceFolder, writeFiles } from './write.ts';

export interface PublishOptions {
  /** The repository whose recipes, history and reports are published. */
  readonly root: string;
  /** Where the site goes; replaced as a whole, and only when everything was built. */
  readonly folder: string;
  /** Path the site is hosted at, e.g. `/` or `/commons/`. */
  readonly base: string;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** Read → build → write: the whole catalogue, as pages and as files. Throws KnownError when it cannot be read or built. */
export async function publishCatalogue({ root, folder, base, now, signal }: PublishOptions): Promise<Catalogue> {
  const source = await readCatalogueSource(root);
  if (source.recipes.length === 0) throw new KnownError('there is no recipe to publish', 'Add one in recipes/<name>/.');
  signal.throwIfAborted();
  const catalogue = await buildCatalogue(source, now);
  await replaceFolder(folder, async (next) => {
    await writePages(catalogue, { folder: next, base, signal });
    await writeFiles(catalogue, source, { root, folder: next, schema: recipeSchema });
    signal.throwIfAborted();
  });
  return catalogue;
}
