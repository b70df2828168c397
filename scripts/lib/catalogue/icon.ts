import type { RecipeFile } from '../types.ts';
import type { PublishedIcon } from './model.ts';

const MAX_BYTES = 64 * 1024;
const PNG_MAGIC = '89504e470d0a1a0a';
/** Anything that could run, fetch or expand. Refused whole: nothing is repaired. */
const UNSAFE_SVG: readonly RegExp[] = [
  /<!DOCTYPE/i,
  /<!ENTITY/i,
  /<!\[CDATA/i,
  /<\?(?!xml )/i,
  /<[a-z0-9]*:?(script|foreignObject|use|image|iframe|embed|object|animate|set|handler|style|a)\b/i,
  /\son[a-z]+\s*=/i,
  /(href|src)\s*=\s*["']?\s*[^"'#\s]/i,
  /url\(\s*["']?\s*[^"'#\s]/i,
  /&(?!(amp|lt|gt|quot|apos);)/i,
];

/** The recipe's icon when it is harmless as an `<img>`, else null. */
export function publishedIcon(files: readonly RecipeFile[]): PublishedIcon | null {
  for (const name of ['icon.svg', 'icon.png'] as const) {
    const file = files.find((candidate) => candidate.path === name);
    if (file === undefined) continue;
    const bytes = Buffer.from(file.content, file.encoding);
    const safe = name === 'icon.svg' ? isSafeSvg(bytes) : isPng(bytes);
    if (safe && bytes.length <= MAX_BYTES) return { file: name, base64: bytes.toString('base64') };
  }
  return null;
}

/** Width and height of a PNG from its first 24 bytes, or null when it is none. */
export function pngSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | null {
  const head = Buffer.from(bytes.subarray(0, 24));
  if (head.length < 24 || !isPng(head)) return null;
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).toString('hex') === PNG_MAGIC;
}

function isSafeSvg(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  return /^\s*(<\?xml [^>]*>\s*)?<svg\b/i.test(text) && !UNSAFE_SVG.some((pattern) => pattern.test(text));
}
