/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** The search in all texts: Pagefind, fetched when it is asked for and not before. */
import { button, find } from './nodes.ts';
import { root } from './view.ts';

interface Pagefind {
  readonly options: (options: { readonly excerptLength: number }) => Promise<void>;
  readonly search: (
    words: string,
  ) => Promise<{ readonly results: readonly { readonly data: () => Promise<Fragment> }[] }>;
}
interface Fragment {
  readonly meta: { readonly title?: string; readonly part?: string; readonly path?: string };
  /** HTML, with the words found in `<mark>`. */
  readonly excerpt: string;
}

const MOST = 12;
const place = find('texts', HTMLElement);
let pagefind: Promise<Pagefind> | null = null;

/** Offers to look for `words` in all texts; without words there is nothing to offer. */
export function offerTexts(words: string): void {
  place.hidden = words === '';
  place.replaceChildren();
  if (words === '') return;
  place.append(button(`Search in all texts for “${words}”`, () => void searchTexts(words)));
  const note = document.createElement('p');
  note.className = 'note';
  note.textContent = 'Documentation, settings and release notes.';
  place.append(note);
}

async function searchTexts(words: string): Promise<void> {
  const status = document.createElement('p');
  status.setAttribute('role', 'status');
  status.textContent = 'Searching in all texts …';
  place.replaceChildren(status);
  try {
    pagefind ??= load();
    const { results } = await (await pagefind).search(words);
    const found = await Promise.all(results.slice(0, MOST).map((result) => result.data()));
    const shown = results.length > MOST ? `, the first ${MOST} shown` : '';
    status.textContent =
      results.length === 0
        ? `No text has “${words}”`
        : `${results.length} ${results.length === 1 ? 'text has' : 'texts have'} “${words}”${shown}`;
    const list = document.createElement('ol');
    list.append(...found.map(item));
    place.replaceChildren(status, list);
  } catch {
    pagefind = null;
    status.textContent = 'The texts could not be fetched. ';
    place.replaceChildren(
      status,
      button('Try again', () => void searchTexts(words)),
    );
  }
}

async function load(): Promise<Pagefind> {
  const address = new URL(`${root}pagefind/pagefind.js`, location.href).href;
  const loaded: Pagefind = await import(/* @vite-ignore */ address);
  await loaded.options({ excerptLength: 24 });
  return loaded;
}

function item({ meta, excerpt }: Fragment): Node {
  const entry = document.createElement('li');
  const link = document.createElement('a');
  link.href = root + (meta.path ?? '');
  link.textContent = `${meta.title ?? ''}: ${meta.part ?? ''}`;
  const text = document.createElement('p');
  text.append(...marked(excerpt));
  entry.append(link, text);
  return entry;
}

/** Only the marks of an excerpt are taken over; all else in it is text. */
function marked(excerpt: string): readonly Node[] {
  return excerpt.split(/(<mark>[^<]*<\/mark>)/).map((part) => {
    const word = /^<mark>([^<]*)<\/mark>$/.exec(part)?.[1];
    if (word === undefined) return document.createTextNode(decoded(part));
    const mark = document.createElement('mark');
    mark.textContent = decoded(word);
    return mark;
  });
}

function decoded(html: string): string {
  const page = new DOMParser().parseFromString(`<pre>.${html.replaceAll('<', '&lt;')}</pre>`, 'text/html');
  return (page.body.textContent ?? '').slice(1);
}
