/** Which icons may be shown: an SVG that could run, fetch or expand something never is. */
import type { RecipeFile } from '../types.ts';
import type { Fault } from './limits.ts';
import { fileBytes } from './recipe-file.ts';

export const ICON_NAMES = ['icon.svg', 'icon.png'] as const;
const MAX_BYTES = 64 * 1024;
const PNG_MAGIC = '89504e470d0a1a0a';

/** Refused whole: nothing is repaired. */
const UNSAFE_SVG: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/<!DOCTYPE/i, 'a document type'],
  [/<!ENTITY/i, 'an entity'],
  [/<!\[CDATA/i, 'a CDATA section'],
  [/<\?(?!xml )/i, 'a processing instruction'],
  [
    /<[a-z0-9]*:?(?:script|foreignObject|use|image|iframe|embed|object|animate|set|handler|style|a)\b/i,
    'an element that runs, fetches or links',
  ],
  [/\son[a-z]+\s*=/i, 'an event handler'],
  [/(?:href|src)\s*=[\s"']*[^"'#\s]/i, 'a reference to the outside'],
  [/url\([\s"']*[^"'#\s]/i, 'a reference to the outside'],
  [/&(?!(?:amp|lt|gt|quot|apos);)/i, 'a character reference'],
];

/** `offset` in the text of an SVG; 0 when the whole file is meant. */
export interface IconFault extends Fault {
  readonly offset: number;
}

/** What is wrong with a file called `icon.svg` or `icon.png`; null when it may be shown. */
export function iconFault(file: RecipeFile): IconFault | null {
  const bytes = fileBytes(file);
  const whole = (message: string, help: string): IconFault => ({ message, help, offset: 0 });
  if (bytes.length > MAX_BYTES) {
    return whole(`"${file.path}" has ${bytes.length} bytes, over ${MAX_BYTES}`, 'Make it smaller and simpler.');
  }
  if (file.path.endsWith('.png')) {
    return isPng(bytes) ? null : whole(`"${file.path}" is no PNG`, 'Save it as PNG, or call it what it is.');
  }
  const text = bytes.toString('utf8');
  if (!/^\s*(?:<\?xml [^>]*>\s*)?<svg\b/i.test(text)) {
    return whole(`"${file.path}" does not start with "<svg"`, 'Save it as plain SVG, without a comment in front.');
  }
  for (const [pattern, what] of UNSAFE_SVG) {
    const offset = text.search(pattern);
    const help = 'Draw it with shapes and paths only, as "Plain SVG" of most editors does.';
    if (offset !== -1) return { message: `"${file.path}" holds ${what}`, help, offset };
  }
  return null;
}

export function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).toString('hex') === PNG_MAGIC;
}
