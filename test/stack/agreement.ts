/** Cases, what the reference made of them, what we make of them → where they part. */
import { isDeepStrictEqual } from 'node:util';
import { mapOf } from '../../scripts/lib/recipe/json.ts';
import type { Json } from '../../scripts/lib/types.ts';
import type { Answer, Case } from './corpus.ts';
import { meaningOf } from './meaning.ts';
import { type Ours, oursOf } from './ours.ts';

export interface Parting {
  readonly of: 'verdict' | 'meaning';
  /** What each says, in one line. */
  readonly reference: string;
  readonly ours: string;
}

/** Null: they agree. */
export function partingOf(each: Case, answer: Answer): Parting | null {
  const ours = oursOf(each);
  if ('accepted' in ours && 'accepted' in answer) {
    const [mine, theirs] = [ours.accepted, mapOf(answer.accepted as Json)].map((value) => meaningOf(value, each));
    if (isDeepStrictEqual(mine, theirs)) return null;
    return { of: 'meaning', reference: JSON.stringify(theirs), ours: JSON.stringify(mine) };
  }
  if ('accepted' in ours === 'accepted' in answer) return null;
  return { of: 'verdict', reference: wordsOfAnswer(answer), ours: wordsOfOurs(ours) };
}

export function wordsOfAnswer(answer: Answer): string {
  return 'accepted' in answer ? 'accepted' : answer.refused;
}

export function wordsOfOurs(ours: Ours): string {
  return 'accepted' in ours ? 'accepted' : ours.refused.join('; ');
}
