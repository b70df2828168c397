import type { Fact } from './facts.ts';
import { stems } from './meaning.ts';
import { fitting, loosely, meaning, misspelt, misspeltStart, similarMeaning, starting } from './passes.ts';
import type { Query } from './query.ts';
import type { Index } from './search-index.ts';

/** How a recipe was found, the best first. */
export type Pass = 'name' | 'meaning' | 'start' | 'words' | 'similar' | 'some';

export interface Hit {
  readonly fact: Fact;
  readonly pass: Pass;
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
  if (hits.size === 0) {
    add('similar', misspelt(index, typed));
    add('similar', similarMeaning(index, words));
    add('similar', misspeltStart(index, typed));
    add('similar', fitting(index, words, true));
  }
  if (hits.size === 0 && words.length > 1) add('some', loosely(index, words));
  return listed(hits);
}

function listed(hits: ReadonlyMap<Fact, Pass>): readonly Hit[] {
  return [...hits].map(([fact, pass]) => ({ fact, pass }));
}
