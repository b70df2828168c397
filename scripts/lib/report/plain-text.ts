/** Everything a terminal would act on or hide: escapes, bidi, zero-width, line ends. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** One printable line: recipes are written by strangers, and a terminal obeys what it is sent. */
export function plainText(text: string): string {
  return text.replaceAll(UNPRINTABLE, '\ufffd');
}
