import { typos } from './distance.ts';
import { type Choice, FACET_IDS, type FacetId, fitsChoice } from './facets.ts';
import type { Fact } from './facts.ts';
import { squash } from './fold.ts';
import { byProof } from './passes.ts';
import { type Query, readQuery } from './query.ts';
import { type Pass, rank } from './rank.ts';
import { type Index, isName } from './search-index.ts';
import { PER_PAGE, type State } from './state.ts';

export interface Found {
  /** The best first. */
  readonly facts: readonly Fact[];
  /** What fits the words whatever the facets say: what to count by. */
  readonly worded: readonly Fact[];
  /** How the best was found; null without words. */
  readonly pass: Pass | null;
  readonly query: Query;
  /** Chosen, and named by the words. What was chosen wins. */
  readonly choice: Choice;
  readonly shown: readonly Fact[];
  readonly pages: number;
}

/** The whole search: the same in a browser, in tests and for the published score. `today`: YYYY-MM-DD. */
export function search(index: Index, state: State, today: string): Found {
  const query = readQuery(state.q, { isName: (text) => isName(index, text), meanings: index.meanings });
  const choice = { ...query.choice, ...state.choice };
  const hits =
    query.words.length === 0 ? index.facts.toSorted(byProof).map((fact) => ({ fact, pass: null })) : rank(index, query);
  const fitting = hits.filter(({ fact }) => fitsChoice(fact, choice, today));
  const facts = fitting.map(({ fact }) => fact);
  const worded = hits.map(({ fact }) => fact);
  const pages = Math.max(1, Math.ceil(facts.length / PER_PAGE));
  const from = (Math.min(state.page, pages) - 1) * PER_PAGE;
  return {
    facts,
    worded,
    pass: fitting[0]?.pass ?? null,
    query,
    choice,
    shown: facts.slice(from, from + PER_PAGE),
    pages,
  };
}

/** Facets whose absence would show something, with how much. Asked when nothing was found. */
export function inTheWay(
  { worded, choice }: Found,
  today: string,
): readonly { readonly id: FacetId; readonly left: number }[] {
  return FACET_IDS.filter((id) => choice[id] !== undefined)
    .map((id) => ({ id, left: worded.filter((fact) => fitsChoice(fact, choice, today, id)).length }))
    .filter(({ left }) => left > 0)
    .sort((a, b) => b.left - a.left);
}

const MOST_SUGGESTED = 3;

/** What may have been meant by words that nothing fits: names, tags and phrases that read alike. */
export function didYouMean({ facts, meanings }: Index, { words }: Query): readonly string[] {
  const typed = words.join('');
  if (typed.length < 3) return [];
  const most = typed.length < 5 ? 1 : typed.length < 8 ? 2 : 3;
  const known = [
    ...facts.map(({ title }) => title),
    ...new Set(facts.flatMap(({ category, tags }) => [category, ...tags]).map((word) => word.replaceAll('-', ' '))),
    ...meanings.keys(),
  ];
  return known
    .map((text) => ({ text, far: typos(typed, squash(text), most).whole }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far)
    .slice(0, MOST_SUGGESTED)
    .map(({ text }) => text);
}
