/** How well the search finds what is meant, over a commons of any size. */

import type { Fact } from '../../../scripts/lib/catalogue/search/facts.ts';
import { search } from '../../../scripts/lib/catalogue/search/search.ts';
import type { Index } from '../../../scripts/lib/catalogue/search/search-index.ts';
import { readTable, TODAY } from './commons.ts';

export interface Task {
  readonly typed: string;
  /** With more than three each of the first three is one of them, else all of them are among the first three. */
  readonly expected: readonly string[];
}

export interface Score {
  readonly asked: number;
  readonly found: number;
  readonly missed: readonly string[];
}

const TOP = 3;
/** Less than this begins too many names. */
const SHORTEST_START = 4;

export function score(index: Index, tasks: readonly Task[]): Score {
  const missed = tasks.flatMap(({ typed, expected }) => {
    const top = topOf(index, typed);
    const right =
      expected.length > TOP
        ? top.length === TOP && top.every((name) => expected.includes(name))
        : expected.every((name) => top.includes(name));
    return right ? [] : [`${typed} → ${top.join(', ') || 'nothing'}; wanted ${expected.join(', ')}`];
  });
  return { asked: tasks.length, found: tasks.length - missed.length, missed };
}

function topOf(index: Index, typed: string): readonly string[] {
  return search(index, { q: typed, choice: {}, page: 1 }, TODAY)
    .facts.slice(0, TOP)
    .map(({ name }) => name);
}

export function exactTasks(facts: readonly Fact[]): readonly Task[] {
  return facts.flatMap(({ name, title }) => [...new Set([name, title])].map((typed) => ({ typed, expected: [name] })));
}

/** Each letter of the name dropped, doubled, and swapped with the next. */
export function typoTasks(facts: readonly Pick<Fact, 'name' | 'title'>[]): readonly Task[] {
  return facts.flatMap(({ name, title }) =>
    [...title].flatMap((letter, at) => {
      const [before, after] = [title.slice(0, at), title.slice(at + 1)];
      const next = after[0] ?? '';
      const slips = [`${before}${after}`, `${before}${letter}${letter}${after}`];
      if (next !== '' && next !== letter) slips.push(`${before}${next}${letter}${after.slice(1)}`);
      return slips.map((typed) => ({ typed, expected: [name] }));
    }),
  );
}

export function prefixTasks(facts: readonly Pick<Fact, 'name' | 'title'>[]): readonly Task[] {
  return facts.flatMap(({ name, title }) =>
    Array.from({ length: Math.max(0, title.length - SHORTEST_START) }, (_, more) => ({
      typed: title.slice(0, SHORTEST_START + more),
      expected: [name],
    })),
  );
}

export function fixtureTasks(kind: 'synonym' | 'words'): readonly Task[] {
  return readTable('queries.txt')
    .filter(([of]) => of === kind)
    .map(([, typed = '', expected = '']) => ({ typed, expected: expected.split(', ') }));
}
