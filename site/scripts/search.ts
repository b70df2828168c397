/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Filters the list that is already on the page. The address carries the words, so a search can be linked. */

const box = find('search', HTMLElement);
const input = find('query', HTMLInputElement);
const list = find('cards', HTMLElement);
const count = find('count', HTMLElement);
const none = find('none', HTMLElement);
const all = count.textContent;
const cards = [...list.children]
  .filter((card) => card instanceof HTMLElement)
  .map((card) => ({
    card,
    name: fold(card.dataset.name ?? ''),
    words: fold(card.dataset.search ?? '').split(/[^\p{L}\p{N}]+/u),
  }));

function find<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`#${id} is missing`);
  return element;
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Every word must begin some word of the card; a name that begins with the whole query comes first. */
function show(query: string): void {
  const folded = fold(query).trim();
  const wanted = folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const found = cards.filter(({ words }) => wanted.every((word) => words.some((known) => known.startsWith(word))));
  const first = found.filter(({ name }) => folded !== '' && name.startsWith(folded));
  list.replaceChildren(...[...new Set([...first, ...found])].map(({ card }) => card));
  none.hidden = found.length > 0;
  const noun = found.length === 1 ? 'recipe fits' : 'recipes fit';
  count.textContent = folded === '' ? all : `${found.length} ${noun} “${query.trim()}”`;
}

function search(): void {
  show(input.value);
  const address = new URL(location.href);
  if (input.value.trim() === '') address.searchParams.delete('q');
  else address.searchParams.set('q', input.value.trim());
  history.replaceState(null, '', address);
}

function typingElsewhere(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select');
}

input.addEventListener('input', search);
input.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') list.querySelector('a')?.click();
});
find('clear', HTMLButtonElement).addEventListener('click', () => {
  input.value = '';
  search();
  input.focus();
});
document.addEventListener('keydown', (event) => {
  const slash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey;
  const controlK = event.key === 'k' && (event.ctrlKey || event.metaKey);
  if ((!slash || typingElsewhere(event.target)) && !controlK) return;
  event.preventDefault();
  input.focus();
  input.select();
});

function readAddress(): void {
  input.value = new URL(location.href).searchParams.get('q') ?? '';
  show(input.value);
}
window.addEventListener('popstate', readAddress);
box.hidden = false;
readAddress();
