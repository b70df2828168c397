/** Text of strangers in markup of ours. */

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Good in HTML and XML, as content and as a quoted attribute; characters that XML does not know become a replacement character. */
export function escapeMarkup(text: string): string {
  const known = text.toWellFormed().replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '\ufffd');
  return known.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** JSON as the content of a `<script>` that is data: nothing in it can end the element. */
export function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** At most `length` characters, the last of them an ellipsis when something is missing. */
export function shortened(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
