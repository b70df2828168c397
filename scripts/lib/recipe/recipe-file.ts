import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { RecipeFile } from '../types.ts';

/** Bytes → the shape a recipe carries them in: text as it is, everything else as base64. */
export function recipeFile(path: string, bytes: Buffer, executable: boolean): RecipeFile {
  const encoding = isUtf8(bytes) ? 'utf8' : 'base64';
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { path, executable, encoding, content: bytes.toString(encoding), sha256 };
}

export function fileBytes(file: RecipeFile): Buffer {
  return Buffer.from(file.content, file.encoding);
}
