import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { pack } from 'tar-stream';
import type { RecipeFile } from '../types.ts';

const compress = promisify(gzip);
/** Fixed, so that equal trees make equal archives: 2000-01-01T00:00:00Z. */
const MTIME = new Date(946_684_800_000);

export function bundleName(recipe: string, version: string): string {
  return `${recipe}-${version}`;
}

/**
 * A `tar.gz` of exactly these files inside the folder `name`. Equal files give equal bytes:
 * sorted, one owner, one time, and a gzip header without time or system.
 */
export async function makeBundle(name: string, files: readonly RecipeFile[]): Promise<Uint8Array> {
  const archive = pack();
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const common = { uid: 0, gid: 0, uname: '', gname: '', mtime: MTIME };
  archive.entry({ ...common, name: `${name}/`, type: 'directory', mode: 0o755 });
  for (const file of sorted) {
    const mode = file.executable ? 0o755 : 0o644;
    archive.entry({ ...common, name: `${name}/${file.path}`, mode }, Buffer.from(file.content, file.encoding));
  }
  archive.finalize();
  const bytes = await compress(await buffer(archive), { level: 9 });
  // Byte 9 names the system that compressed it; 255 is "unknown" (RFC 1952).
  bytes[9] = 255;
  return bytes;
}
