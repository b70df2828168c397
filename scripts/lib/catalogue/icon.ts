import { ICON_NAMES, iconFault, isPng } from '../recipe/icon.ts';
import { fileBytes } from '../recipe/recipe-file.ts';
import type { RecipeFile } from '../types.ts';
import type { PublishedIcon } from './model.ts';

/** The recipe's icon when it is harmless as an `<img>`, else null. */
export function publishedIcon(files: readonly RecipeFile[]): PublishedIcon | null {
  for (const name of ICON_NAMES) {
    const file = files.find((candidate) => candidate.path === name);
    if (file === undefined || iconFault(file) !== null) continue;
    return { file: name, base64: fileBytes(file).toString('base64') };
  }
  return null;
}

/** Width and height of a PNG from its first 24 bytes, or null when it is none. */
export function pngSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | null {
  const head = Buffer.from(bytes.subarray(0, 24));
  if (head.length < 24 || !isPng(head)) return null;
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}
