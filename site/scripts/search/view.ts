/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Shows what was found in the place of the list that the page came with. */
import {
  card,
  countValues,
  didYouMean,
  FACET_IDS,
  FACETS,
  type FacetId,
  type Found,
  type Index,
  inTheWay,
  pagination,
  type State,
  toggled,
  writeState,
} from '../../search.ts';
import { button, find, toNode } from './nodes.ts';

/** What the view can ask for. */
export interface Actions {
  readonly go: (state: State) => void;
  readonly drop: (id: FacetId) => void;
}

export const root = find('browse', HTMLElement).dataset.root ?? '/';
const list = find('cards', HTMLElement);
const count = find('count', HTMLElement);
const picked = find('picked', HTMLElement);
const nothing = find('nothing', HTMLElement);
const pages = find('pages', HTMLElement);
const links = [...document.querySelectorAll<HTMLAnchorElement>('#facets a[data-facet]')].flatMap((link) => {
  const id = FACET_IDS.find((each) => each === link.dataset.facet);
  return id === undefined ? [] : [{ id, value: link.dataset.value ?? '', link }];
});
const made = new Map<string, Element>();

export function show(index: Index, found: Found, state: State, today: string, actions: Actions): void {
  // Whoever pressed a button that goes away stays where the answer is.
  const isLeaving = picked.contains(document.activeElement) || nothing.contains(document.activeElement);
  list.replaceChildren(
    ...found.shown.map((fact) => {
      const node = made.get(fact.name) ?? toNode(card(fact, root));
      made.set(fact.name, node);
      return node;
    }),
  );
  count.textContent = told(found, state);
  showPicked(found, actions);
  showFacets(found, state, today);
  const to = (page: number) => root + writeState({ ...state, page });
  const turned = pagination(Math.min(state.page, found.pages), found.pages, to);
  pages.hidden = turned === null;
  pages.replaceChildren(...(turned === null ? [] : [toNode(turned)]));
  nothing.hidden = found.facts.length > 0;
  nothing.replaceChildren(...(found.facts.length > 0 ? [] : help(index, found, state, today, actions)));
  if (isLeaving) find('recipes', HTMLElement).focus();
}

export function say(words: string): void {
  count.textContent = words;
}

/** In one sentence how many there are, and of which kind. */
function told({ facts, pass, query, pages }: Found, state: State): string {
  const many = facts.length === 1 ? '1 recipe' : `${facts.length.toLocaleString('en')} recipes`;
  const words = query.words.join(' ');
  const page = pages > 1 ? `, page ${Math.min(state.page, pages)} of ${pages}` : '';
  if (facts.length === 0) return 'No recipe fits';
  if (words === '') return `${many}${page}`;
  if (pass === 'similar')
    return `Nothing is called “${words}”; ${many} ${facts.length === 1 ? 'is' : 'are'} similar${page}`;
  if (pass === 'some')
    return `Nothing has all of these words; ${many} ${facts.length === 1 ? 'has' : 'have'} some${page}`;
  if (query.instead) return `${many} to use instead of ${words}${page}`;
  return `${many} ${facts.length === 1 ? 'fits' : 'fit'} “${words}”${page}`;
}

function showPicked({ choice, query }: Found, { drop }: Actions): void {
  const chosen = FACET_IDS.filter((id) => choice[id] !== undefined);
  picked.hidden = chosen.length === 0;
  picked.replaceChildren(
    ...chosen.map((id) => {
      const item = document.createElement('li');
      const label = FACETS[id].label(choice[id] ?? '');
      const typed = query.understood.find((each) => each.id === id && choice[id] === each.value);
      item.append(button(label, () => drop(id), `Remove: ${label}${typed ? `, read from “${typed.text}”` : ''}`));
      return item;
    }),
  );
}

function showFacets({ worded, choice }: Found, state: State, today: string): void {
  const counts = countValues(worded, links, choice, today);
  for (const { id, value, link } of links) {
    const left = counts.get(`${id}=${value}`) ?? 0;
    const isChosen = choice[id] === value;
    link.href = root + writeState(toggled(state, id, value));
    if (isChosen) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
    link.classList.toggle('none', left === 0 && !isChosen);
    const number = link.querySelector('.count');
    if (number !== null) number.textContent = left.toLocaleString('en');
  }
}

/** What to do when nothing was found. */
function help(index: Index, found: Found, state: State, today: string, { go, drop }: Actions): readonly Node[] {
  const ways = inTheWay(found, today).map(({ id, left }) =>
    button(`Without “${FACETS[id].label(found.choice[id] ?? '')}”: ${left.toLocaleString('en')}`, () => drop(id)),
  );
  const meant = didYouMean(index, found.query).map((text) => button(text, () => go({ ...state, q: text, page: 1 })));
  const all = button('Show all recipes', () => go({ q: '', choice: {}, page: 1 }));
  const propose = document.createElement('a');
  propose.href = `${root}packagers/`;
  propose.textContent = 'propose or write the recipe';
  return [
    ...(meant.length > 0 ? [line('Did you mean', meant)] : []),
    ...(ways.length > 0 ? [line('More fits when you drop one filter', ways)] : []),
    line('', [all]),
    line('Nobody has packaged this app yet', [propose]),
  ];
}

function line(words: string, buttons: readonly Node[]): Node {
  const paragraph = document.createElement('p');
  paragraph.append(words === '' ? '' : `${words}: `, ...buttons);
  return paragraph;
}
