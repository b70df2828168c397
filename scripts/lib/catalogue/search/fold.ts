/** Text as the search compares it: in a browser, in tests and while building alike. */

const LETTERS: { readonly [letter: string]: string } = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  þ: 'th',
  ı: 'i',
};
const UMLAUTS: { readonly [letter: string]: string } = { ä: 'ae', ö: 'oe', ü: 'ue' };

/** Lower case, without accents. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđþı]/g, (letter) => LETTERS[letter] ?? letter);
}

export function wordsOf(text: string): readonly string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** One word of all: `Uptime Kuma`, `uptime-kuma` and `uptimekuma` are the same. */
export function squash(text: string): string {
  return wordsOf(text).join('');
}

/** `Bücher` is also written `Buecher`. Empty when there is no other way to write it. */
export function spelledOut(text: string): string {
  const lower = text.normalize('NFC').toLowerCase();
  return /[äöü]/.test(lower) ? fold(lower.replace(/[äöü]/g, (letter) => UMLAUTS[letter] ?? letter)) : '';
}

/** Singular and plural as one, and still the beginning of what is typed. */
export function stem(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return word.slice(0, -2);
  if (word.length > 4 && word.endsWith('y')) return `${word.slice(0, -1)}i`;
  return word.length > 3 && /[^su]s$/.test(word) && !word.endsWith('sis') ? word.slice(0, -1) : word;
}
