import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { close, createIndex, type PagefindIndex } from 'pagefind';
import { KnownError } from '../command.ts';
import type { CatalogueRecipe } from './model.ts';
import { type PublishedText, publishedTexts } from './texts.ts';

/** Of all that Pagefind brings, what its interface for scripts loads; its own pages and styles are not ours. */
const NEEDED = /^(?:pagefind(?:-worker)?\.js|pagefind-entry\.json|wasm\.en\..*|.*\.pf_\w+)$/;

/** An index of all texts in the making: it remembers what is added until it is written. */
export interface TextIndex extends AsyncDisposable {
  readonly add: (recipe: CatalogueRecipe) => Promise<void>;
  /** Into `<folder>/pagefind/`. */
  readonly write: (folder: string) => Promise<void>;
}

/** Throws KnownError when Pagefind does not run here, as its functions do. */
export async function openTextIndex(): Promise<TextIndex> {
  const { index, errors } = await createIndex({ forceLanguage: 'en' }).catch((error: Error) => ({
    index: undefined,
    errors: [error.message],
  }));
  if (index === undefined) throw fault(errors);
  return {
    async add(recipe) {
      await Promise.all(publishedTexts(recipe).map((text) => addText(index, text)));
    },
    async write(folder) {
      const { files, errors } = await index.getFiles();
      if (errors.length > 0) throw fault(errors);
      for (const { path, content } of files) {
        if (!NEEDED.test(path)) continue;
        const file = join(folder, 'pagefind', path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, content);
      }
    },
    async [Symbol.asyncDispose]() {
      await close();
    },
  };
}

async function addText(index: PagefindIndex, { title, part, path, text }: PublishedText): Promise<void> {
  const meta = { title, part, path };
  const { errors } = await index.addCustomRecord({ url: `/${path}`, content: text, language: 'en', meta });
  if (errors.length > 0) throw fault(errors);
}

function fault(errors: readonly string[]): KnownError {
  const message = `the index of all texts could not be made: ${errors.join(', ')}`;
  return new KnownError(message, 'npm ci brings Pagefind for this machine.');
}
