/** Each finds in its own way; what it finds best comes first. */
import { typos } from './distance.ts';
import type { Fact } from './facts.ts';
import { fitMeaning, partsOf, stems } from './meaning.ts';
import type { Index } from './search-index.ts';

/** Shorter words begin too many others to tell anything by themselves. */
const SHORTEST = 3;

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

export function meaning({ facts }: Index, meanings: readonly string[]): readonly Fact[] {
  return best(facts.map((fact) => ({ fact, score: fitMeaning(fact, meanings) })));
}

/** The shorter the name, the more of it was typed. After those that begin so come those with it inside: "pad" in "Etherpad". */
export function starting({ names }: Index, typed: string): readonly Fact[] {
  if (typed === '') return [];
  return best(
    names.map(({ fact, whole, later }) => {
      const lengths = whole.filter((name) => name.startsWith(typed)).map((name) => name.length);
      if (lengths.length > 0) return { fact, score: 2 + typed.length / Math.min(...lengths) };
      if (later.some((word) => word.startsWith(typed))) return { fact, score: 1 };
      const isInside = typed.length >= SHORTEST && whole.some((name) => name.includes(typed));
      return { fact, score: isInside ? 0.5 : 0 };
    }),
  );
}

/** Every part must be found: a phrase by its meaning or its words, a word in the texts. */
export function fitting(index: Index, words: readonly string[], similar: boolean): readonly Fact[] {
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

/** Names that a slip of the finger makes of what was typed. */
export function misspelt({ names }: Index, typed: string): readonly Fact[] {
  const most = mostTypos(typed);
  if (typed.length < 2) return [];
  return best(
    names.map(({ fact, whole, later }) => {
      const scores = [...whole, ...(typed.length > 3 ? later : [])].map((name, at) => {
        const { whole: far } = typos(typed, name, most);
        const isLater = at >= whole.length;
        return far > (isLater ? 1 : most) ? 0 : 10 - 2 * far - (isLater ? 0.5 : 0) + (name[0] === typed[0] ? 0.4 : 0);
      });
      return { fact, score: Math.max(...scores) };
    }),
  );
}

/** Names that begin so, but for a slip of the finger. */
export function misspeltStart({ names }: Index, typed: string): readonly Fact[] {
  const most = mostTypos(typed);
  if (typed.length < 4) return [];
  return best(
    names.map(({ fact, whole }) => {
      const scores = whole.map((name) => {
        const { start } = typos(typed, name, most);
        return start > most || name.length < typed.length ? 0 : 5 - 2 * start + typed.length / name.length / 4;
      });
      return { fact, score: Math.max(...scores) };
    }),
  );
}

function mostTypos(typed: string): number {
  return typed.length < 6 ? 1 : 2;
}

export function similarMeaning(index: Index, words: readonly string[]): readonly Fact[] {
  const typed = stems(words);
  if (typed.length < 3) return [];
  for (const [phrase, meanings] of index.meanings) {
    if (phrase.length > 3 && typos(typed, phrase, 1).whole <= 1) return meaning(index, meanings);
  }
  return [];
}

/** When nothing has all words: what has some, by how many. */
export function loosely(index: Index, words: readonly string[]): readonly Fact[] {
  const scores = new Map<Fact, number>();
  for (const part of partsOf(words, index.meanings)) {
    if (part.text.length < SHORTEST) continue;
    for (const fact of fitting(index, part.text.split(' '), false)) scores.set(fact, (scores.get(fact) ?? 0) + 1);
  }
  return best([...scores].map(([fact, score]) => ({ fact, score })));
}
