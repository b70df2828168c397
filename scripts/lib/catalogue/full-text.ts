import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { close, createIndex, type PagefindIndex } from 'pagefind';
import { KnownError } from '../command.ts';
import type { Catalogue } from './model.ts';
import { type PublishedText, publishedTexts } from './texts.ts';

/** Of all that Pagefind brings, what its interface for scripts loads; its own pages and styles are not ours. */
const NEEDED = /^(?:pagefind(?:-worker)?\.js|pagefind-entry\.json|wasm\.en\..*|.*\.pf_\w+)$/;

/** Writes the index of all texts into `<folder>/pagefind/`. */
export async function writeTextIndex(catalogue: Catalogue, folder: string): Promise<void> {
  try {
    const { index, errors } = await createIndex({ forceLanguage: 'en' });
    if (index === undefined) throw new Error(errors.join(', '));
    await Promise.all(publishedTexts(catalogue).map((text) => add(index, text)));
    const { files, errors: unwritten } = await index.getFiles();
    if (unwritten.length > 0) throw new Error(unwritten.join(', '));
    for (const { path, content } of files) {
      if (!NEEDED.test(path)) continue;
      const file = join(folder, 'pagefind', path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new KnownError(
      `the index of all texts could not be made: ${words}`,
      'npm ci brings Pagefind for this machine.',
    );
  } finally {
    await close();
  }
}

async function add(index: PagefindIndex, { title, part, path, text }: PublishedText): Promise<void> {
  const { errors } = await index.addCustomRecord({
    url: `/${path}`,
    content: text,
    language: 'en',
    meta: { title, part, path },
  });
  if (errors.length > 0) throw new Error(`${path}: ${errors.join(', ')}`);
}
