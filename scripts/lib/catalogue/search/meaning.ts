import type { Fact } from './facts.ts';
import { stem, wordsOf } from './fold.ts';
import type { Synonyms } from './synonyms.ts';

/** Phrases by their stems, so that "password managers" is a "password manager". */
export type Meanings = ReadonlyMap<string, readonly string[]>;

/** A part of the query: a phrase with a meaning of its own, or a word to look for. */
export type Part =
  | { readonly kind: 'phrase'; readonly text: string; readonly meanings: readonly string[] }
  | { readonly kind: 'word'; readonly text: string };

/** More words than any phrase has are not looked for. */
const LONGEST = 5;

export function readMeanings(synonyms: Synonyms): Meanings {
  return new Map(Object.entries(synonyms).map(([phrase, meanings]) => [stems(wordsOf(phrase)), meanings]));
}

export function stems(words: readonly string[]): string {
  return words.map(stem).join(' ');
}

/** The longest phrase that begins at each word, then what is left. */
export function partsOf(words: readonly string[], meanings: Meanings): readonly Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < words.length; ) {
    let taken = 0;
    for (let length = Math.min(LONGEST, words.length - at); length > 0 && taken === 0; length--) {
      const text = words.slice(at, at + length).join(' ');
      const found = meanings.get(stems(words.slice(at, at + length)));
      if (found === undefined) continue;
      parts.push({ kind: 'phrase', text, meanings: found });
      taken = length;
    }
    if (taken === 0) parts.push({ kind: 'word', text: words[at] ?? '' });
    at += Math.max(1, taken);
  }
  return parts;
}

/** How well a recipe fits a meaning: more is better, 0 is not at all. Named recipes first, then tags, then the category. */
export function fitMeaning(fact: Fact, meanings: readonly string[]): number {
  const named = meanings.indexOf(`@${fact.name}`);
  if (named !== -1) return 100 - named;
  const tags = fact.tags.filter((tag) => meanings.includes(`#${tag}`)).length;
  const category = meanings.indexOf(fact.category);
  return (
    tags * 10 + (category === -1 ? 0 : 5 - Math.min(3, category - meanings.findIndex((each) => /^[a-z]/.test(each))))
  );
}
