import MiniSearch from 'minisearch';
import { typos } from './distance.ts';
import type { Fact, Facts } from './facts.ts';
import { spelledOut, squash, stem, wordsOf } from './fold.ts';
import { fitMeaning, type Meanings, partsOf, readMeanings, stems } from './meaning.ts';
import type { Query } from './query.ts';

/** How a recipe was found, the best first. */
export const PASSES = ['name', 'meaning', 'start', 'words', 'similar', 'some'] as const;
export type Pass = (typeof PASSES)[number];

export interface Hit {
  readonly fact: Fact;
  readonly pass: Pass;
}

export interface Index {
  readonly facts: readonly Fact[];
  readonly meanings: Meanings;
  readonly names: readonly Names[];
  readonly texts: MiniSearch;
}

/** What an app goes by, each as one word. */
interface Names {
  readonly fact: Fact;
  readonly whole: readonly string[];
  /** Words of its title but the first. */
  readonly later: readonly string[];
}

/** So many that fit make similar ones needless. */
const ENOUGH = 3;
/** Shorter words begin too many others to tell anything by themselves. */
const SHORTEST = 3;

export function makeIndex({ recipes, synonyms }: Facts): Index {
  const texts = new MiniSearch({
    fields: ['title', 'tags', 'summary'],
    tokenize: (text) => [...wordsOf(text)],
    processTerm: stem,
    searchOptions: { boost: { title: 6, tags: 3 }, combineWith: 'AND', prefix: true },
  });
  texts.addAll(
    recipes.map((fact, id) => ({
      id,
      title: [fact.name, fact.title, spelledOut(fact.title)].join(' '),
      tags: [fact.category, ...fact.tags].flatMap((tag) => [tag, squash(tag)]).join(' '),
      summary: [fact.summary, spelledOut(fact.summary)].join(' '),
    })),
  );
  return { facts: recipes, meanings: readMeanings(synonyms), names: recipes.map(namesOf), texts };
}

function namesOf(fact: Fact): Names {
  const whole = [fact.name, fact.title, spelledOut(fact.title)].map(squash).filter((name) => name !== '');
  return {
    fact,
    whole: [...new Set(whole)],
    later: wordsOf(fact.title)
      .slice(1)
      .filter((word) => word.length > 2),
  };
}

/** Whether some app is called so, or begins so. */
export function isName({ names }: Index, text: string): boolean {
  const typed = squash(text);
  return typed !== '' && names.some(({ whole }) => whole.some((name) => name.startsWith(typed)));
}

/** What fits the words, the best first; none twice. */
export function rank(index: Index, { words, instead }: Query): readonly Hit[] {
  const hits = new Map<Fact, Pass>();
  const add = (pass: Pass, facts: readonly Fact[]) => {
    for (const fact of facts) if (!hits.has(fact)) hits.set(fact, pass);
  };
  const typed = words.join('');
  const called = index.names.filter(({ whole }) => whole.includes(typed)).map(({ fact }) => fact);
  const meant = index.meanings.get(stems(words));
  if (instead && called.length > 0 && meant === undefined) {
    const kin = called.flatMap(({ category, tags }) => [...tags.map((tag) => `#${tag}`), category]);
    add(
      'meaning',
      meaning(index, kin).filter((fact) => !called.includes(fact)),
    );
    return listed(hits);
  }
  if (!instead) add('name', called);
  if (meant !== undefined) add('meaning', meaning(index, meant));
  add('start', starting(index, typed));
  add('words', fitting(index, words, false));
  if (hits.size < ENOUGH && called.length === 0) {
    add('similar', similarNames(index, typed));
    add('similar', similarMeaning(index, words));
    add('similar', fitting(index, words, true));
  }
  if (hits.size === 0 && words.length > 1) add('some', loosely(index, words));
  return listed(hits);
}

function listed(hits: ReadonlyMap<Fact, Pass>): readonly Hit[] {
  return [...hits].map(([fact, pass]) => ({ fact, pass }));
}

/** What is proven furthest first: the order of every list. */
export function byProof(a: Fact, b: Fact): number {
  return (b.level ?? -1) - (a.level ?? -1) || (a.name < b.name ? -1 : 1);
}

/** Best first; of equals what is proven further. */
function best(scored: readonly { readonly fact: Fact; readonly score: number }[]): readonly Fact[] {
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || byProof(a.fact, b.fact))
    .map(({ fact }) => fact);
}

function meaning({ facts }: Index, meanings: readonly string[]): readonly Fact[] {
  return best(facts.map((fact) => ({ fact, score: fitMeaning(fact, meanings) })));
}

/** The shorter the name, the more of it was typed. */
function starting({ names }: Index, typed: string): readonly Fact[] {
  if (typed === '') return [];
  return best(
    names.map(({ fact, whole, later }) => {
      const lengths = whole.filter((name) => name.startsWith(typed)).map((name) => name.length);
      if (lengths.length > 0) return { fact, score: 2 + typed.length / Math.min(...lengths) };
      return { fact, score: later.some((word) => word.startsWith(typed)) ? 1 : 0 };
    }),
  );
}

/** Every part must be found: a phrase by its meaning or its words, a word in the texts. */
function fitting(index: Index, words: readonly string[], similar: boolean): readonly Fact[] {
  const scores = new Map<Fact, number>();
  const parts = partsOf(words, index.meanings);
  for (const [at, part] of parts.entries()) {
    const found = textScores(index, part.text, similar);
    if (part.kind === 'phrase') {
      for (const fact of index.facts) {
        const fit = fitMeaning(fact, part.meanings);
        if (fit > 0) found.set(fact, (found.get(fact) ?? 0) + fit);
      }
    }
    for (const fact of at === 0 ? found.keys() : [...scores.keys()]) {
      const score = found.get(fact);
      if (score === undefined) scores.delete(fact);
      else scores.set(fact, (scores.get(fact) ?? 0) + score);
    }
  }
  return best([...scores].map(([fact, score]) => ({ fact, score })));
}

function textScores({ texts, facts }: Index, text: string, similar: boolean): Map<Fact, number> {
  const fuzzy = similar ? (word: string) => (word.length > 3 ? 0.26 : false) : false;
  const scores = new Map<Fact, number>();
  for (const { id, score } of texts.search(text, { fuzzy, maxFuzzy: 2 })) {
    const fact = facts[id];
    if (fact !== undefined) scores.set(fact, score);
  }
  return scores;
}

/** Names that a slip of the finger makes of what was typed; whole ones before longer ones. */
function similarNames({ names }: Index, typed: string): readonly Fact[] {
  if (typed.length < 2) return [];
  const most = typed.length < 6 ? 1 : 2;
  return best(
    names.map(({ fact, whole, later }) => {
      const scores = [...whole, ...(typed.length > 3 ? later : [])].map((name, at) => {
        const { start, whole: all } = typos(typed, name, most);
        const isLater = at >= whole.length ? 0.5 : 0;
        if (all <= most) return 10 - 2 * all - isLater + (name[0] === typed[0] ? 0.4 : 0);
        return typed.length > 3 && start <= most ? 5 - 2 * start - isLater + typed.length / name.length / 4 : 0;
      });
      return { fact, score: Math.max(...scores) };
    }),
  );
}

function similarMeaning(index: Index, words: readonly string[]): readonly Fact[] {
  const typed = stems(words);
  if (typed.length < 3) return [];
  for (const [phrase, meanings] of index.meanings) {
    if (phrase.length > 3 && typos(typed, phrase, 1).whole <= 1) return meaning(index, meanings);
  }
  return [];
}

/** When nothing has all words: what has some, by how many. */
function loosely(index: Index, words: readonly string[]): readonly Fact[] {
  const scores = new Map<Fact, number>();
  for (const part of partsOf(words, index.meanings)) {
    if (part.text.length < SHORTEST) continue;
    for (const fact of fitting(index, part.text.split(' '), false)) scores.set(fact, (scores.get(fact) ?? 0) + 1);
  }
  return best([...scores].map(([fact, score]) => ({ fact, score })));
}
