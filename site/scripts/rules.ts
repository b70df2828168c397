/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Filters the rules that are already on the page, family by family. */
import { find, fits, startField, wordsOf } from './field.ts';

const families = [...find('families', HTMLElement).querySelectorAll<HTMLElement>('section')].map((family) => ({
  family,
  rules: [...family.querySelectorAll<HTMLElement>('li')].map((row) => ({
    row,
    words: wordsOf(`${row.textContent} ${family.id}`),
  })),
}));
const count = find('count', HTMLElement);
const none = find('none', HTMLElement);
const all = count.textContent;

function show(query: string): void {
  const wanted = wordsOf(query);
  let found = 0;
  for (const { family, rules } of families) {
    let here = 0;
    for (const { row, words } of rules) {
      row.hidden = !fits(wanted, words);
      if (!row.hidden) here++;
    }
    family.hidden = here === 0;
    found += here;
  }
  none.hidden = found > 0;
  count.textContent =
    wanted.length === 0 ? all : `${found} ${found === 1 ? 'rule fits' : 'rules fit'} “${query.trim()}”`;
}

startField({ show, first: () => document.querySelector<HTMLElement>('#families li:not([hidden]) a') });
