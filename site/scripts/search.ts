/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** The search: words, facets and pages in the address, everything else in facts.json, fetched when somebody begins to search. */
import {
  type FacetId,
  type Facts,
  type Index,
  isIdle,
  makeIndex,
  readState,
  type State,
  search,
  toggled,
  writeState,
} from '../search.ts';
import { keyboard } from './search/keyboard.ts';
import { find } from './search/nodes.ts';
import { offerTexts } from './search/texts.ts';
import { root, say, show } from './search/view.ts';

/** Fewer changes of the address than letters: browsers allow only so many. */
const SETTLED_MS = 200;

const browse = find('browse', HTMLElement);
const input = find('query', HTMLInputElement);
/** Where the page itself is a list: its facet is chosen, and its own cards stay until something else is. */
const isHome = location.pathname === root;
const own: State = isHome ? readState('') : ownState();
let state = isHome ? readState(location.search) : own;
let index: Promise<Index> | null = null;
/** Letters that follow each other are one step back. */
let isTyping = false;
let settling: ReturnType<typeof setTimeout> | undefined;

function ownState(): State {
  const { facet = '', value = '', page = '1' } = browse.dataset;
  return readState(`?${new URLSearchParams({ [facet]: value, page })}`);
}

function loaded(): Promise<Index> {
  index ??= fetch(`${root}facts.json`)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
    .then((facts: Facts) => makeIndex(facts));
  index.catch(() => {
    index = null;
  });
  return index;
}

async function render(): Promise<void> {
  const wanted = state;
  try {
    const ready = await loaded();
    if (wanted !== state) return;
    const today = new Date().toISOString().slice(0, 10);
    const found = search(ready, state, today);
    show(ready, found, state, today, { go, drop });
    offerTexts(found.query.words.join(' '));
    browse.setAttribute('data-shown', writeState(state));
  } catch {
    say('The search could not be loaded. The lists and filters of this page work without it.');
  }
}

function go(next: State): void {
  isTyping = false;
  state = next;
  input.value = next.q;
  history.pushState(null, '', root + writeState(state));
  void render();
}

/** Takes back a facet, also when the words named it. */
function drop(id: FacetId): void {
  void loaded().then((ready) => {
    const { query, choice } = search(ready, state, '2000-01-01');
    const value = state.choice[id];
    if (value !== undefined) return go(toggled(state, id, value));
    const rest = query.understood.filter((each) => each.id !== id && choice[each.id] === each.value);
    go({ ...state, page: 1, q: [query.words.join(' '), ...rest.map(({ text }) => text)].join(' ').trim() });
  });
}

function typed(): void {
  state = { ...state, q: input.value, page: 1 };
  const address = root + writeState(state);
  if (!isTyping) history.pushState(null, '', address);
  isTyping = true;
  clearTimeout(settling);
  settling = setTimeout(() => {
    if (isTyping) history.replaceState(null, '', address);
  }, SETTLED_MS);
  void render();
}

function chosen(event: MouseEvent): void {
  const link =
    event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-facet], #pages a') : null;
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (link === null || !isPlain) return;
  const { facet, value = '', page } = link.dataset;
  if (page !== undefined && isIdle({ ...state, page: 1 })) return;
  event.preventDefault();
  if (page !== undefined) {
    go({ ...state, page: Number(page) });
    find('recipes', HTMLElement).focus();
  } else if (link.getAttribute('aria-current') === 'true') drop(facet as FacetId);
  else go(toggled(state, facet as FacetId, value));
}

input.addEventListener('input', typed);
input.addEventListener('focus', () => void loaded().catch(() => {}), { once: true });
browse.addEventListener('click', chosen);
window.addEventListener('popstate', () => {
  if ((location.pathname === root) !== isHome && location.search === '') return location.reload();
  isTyping = false;
  state = location.pathname === root ? readState(location.search) : own;
  input.value = state.q;
  void render();
});
keyboard(input, () => {
  input.value = '';
  typed();
});
if (input.value !== '') typed();
else if (isHome && !isIdle(state)) {
  input.value = state.q;
  void render();
}
