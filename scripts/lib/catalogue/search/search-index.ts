import MiniSearch from 'minisearch';
import type { Fact, Facts } from './facts.ts';
import { spelledOut, squash, stem, wordsOf } from './fold.ts';
import { type Meanings, readMeanings } from './meaning.ts';

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
