/** Which tag of a repository follows another. Pure. */

interface Tag {
  readonly text: string;
  /** `v` or nothing. */
  readonly prefix: string;
  readonly numbers: readonly number[];
  /** What comes behind the numbers, e.g. `-alpine3.20`: with its own numbers it is another flavour, without them the same. */
  readonly flavour: string;
}

const TAG = /^(v?)([0-9]{1,9}(?:\.[0-9]{1,9}){0,3})((?:[-_.][A-Za-z0-9][A-Za-z0-9._-]*)?)$/;
/** What is not yet a release. */
const EARLY =
  /(?:^|[-_.])(?:alpha|beta|rc|pre|preview|dev|develop|nightly|edge|snapshot|test|canary|next|unstable)[0-9]*(?:$|[-_.0-9])/i;

export interface NewerTags {
  /** The newest with the same major: a hoster need not act. Null when there is none. */
  readonly within: string | null;
  /** The newest of all, when its major is higher. */
  readonly beyond: string | null;
}

/**
 * The newest of `tags` that are like `current`: same prefix, as many numbers, same flavour but for the flavour's own numbers
 * (`16.3-alpine3.19` → `16.4-alpine3.20`), no early release. Null when `current` is no version.
 */
export function newerTags(current: string, tags: readonly string[]): NewerTags | null {
  const now = readTag(current);
  if (now === null) return null;
  const later = tags
    .flatMap((text) => readTag(text) ?? [])
    .filter((tag) => isLike(tag, now) && compare(tag, now) > 0)
    .toSorted(compare);
  const isSameMajor = ({ numbers }: Tag) => numbers[0] === now.numbers[0];
  const newest = later.at(-1);
  return {
    within: later.findLast(isSameMajor)?.text ?? null,
    beyond: newest === undefined || isSameMajor(newest) ? null : newest.text,
  };
}

/** How much more than a fix it is: what the recipe's own version must say. */
export function stepBetween(from: string, to: string): 'major' | 'minor' | 'patch' {
  const [before, after] = [readTag(from)?.numbers ?? [], readTag(to)?.numbers ?? []];
  if (before[0] !== after[0]) return 'major';
  return before[1] !== after[1] && before.length > 2 ? 'minor' : 'patch';
}

function readTag(text: string): Tag | null {
  const [, prefix, numbers, flavour] = TAG.exec(text) ?? [];
  if (prefix === undefined || numbers === undefined || flavour === undefined || EARLY.test(flavour)) return null;
  return { text, prefix, numbers: numbers.split('.').map(Number), flavour };
}

function isLike(tag: Tag, other: Tag): boolean {
  return (
    tag.prefix === other.prefix &&
    tag.numbers.length === other.numbers.length &&
    withoutNumbers(tag.flavour) === withoutNumbers(other.flavour)
  );
}

function withoutNumbers(flavour: string): string {
  return flavour.replaceAll(/[0-9]+(?:\.[0-9]+)*/g, '#');
}

/** By the numbers, then by those of the flavour: a rebuild on a newer base is newer. */
function compare(a: Tag, b: Tag): number {
  const [left, right] = [a, b].map(({ numbers, flavour }) => [
    ...numbers,
    ...(flavour.match(/[0-9]+/g) ?? []).map(Number),
  ]);
  for (let at = 0; at < Math.max(left?.length ?? 0, right?.length ?? 0); at++) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
