/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Filters the recipes that are already on the page. */
import { find, fits, fold, startField, wordsOf } from './field.ts';

const list = find('cards', HTMLElement);
const count = find('count', HTMLElement);
const none = find('none', HTMLElement);
const all = count.textContent;
const cards = [...list.children]
  .filter((card) => card instanceof HTMLElement)
  .map((card) => ({ card, name: fold(card.dataset.name ?? ''), words: wordsOf(card.dataset.search ?? '') }));

/** A name that begins with the whole query comes first. */
function show(query: string): void {
  const folded = fold(query).trim();
  const wanted = wordsOf(query);
  const found = cards.filter(({ words }) => fits(wanted, words));
  const first = found.filter(({ name }) => folded !== '' && name.startsWith(folded));
  list.replaceChildren(...[...new Set([...first, ...found])].map(({ card }) => card));
  none.hidden = found.length > 0;
  const noun = found.length === 1 ? 'recipe fits' : 'recipes fit';
  count.textContent = folded === '' ? all : `${found.length} ${noun} “${query.trim()}”`;
}

startField({ show, first: () => list.querySelector('a') });
