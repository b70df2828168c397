/** A sentence in parts, so that what a recipe wrote is shown as a word of a machine and never as anything else. */
export type Words = readonly (string | { readonly code: string })[];

/** The template's own text as it is, each value as code. */
export function say(text: TemplateStringsArray, ...values: readonly string[]): Words {
  return text.flatMap((part, index) => {
    const value = values[index];
    return [...(part === '' ? [] : [part]), ...(value === undefined ? [] : [{ code: value }])];
  });
}

/** The same as plain text. */
export function plainWords(words: Words): string {
  return words.map((part) => (typeof part === 'string' ? part : part.code)).join('');
}
