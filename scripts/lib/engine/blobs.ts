import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Content by digest (`sha256:…`), one file each, below `<store>/blobs/`. */
export function blobFile(store: string, digest: string): string {
  return join(store, 'blobs', digest.slice('sha256:'.length));
}

export async function hasBlob(store: string, digest: string): Promise<boolean> {
  return access(blobFile(store, digest)).then(
    () => true,
    () => false,
  );
}

export async function readBlob(store: string, digest: string): Promise<Buffer> {
  return readFile(blobFile(store, digest));
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export async function digestOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return `sha256:${hash.digest('hex')}`;
}

/** Writes beside and renames, so that a blob is either whole or absent. Returns its digest. */
export async function putBlob(store: string, bytes: Uint8Array): Promise<string> {
  const digest = digestOf(bytes);
  await mkdir(join(store, 'blobs'), { recursive: true });
  const unfinished = `${blobFile(store, digest)}.${randomBytes(4).toString('hex')}`;
  await writeFile(unfinished, bytes);
  await rename(unfinished, blobFile(store, digest));
  return digest;
}

/** Moves a file of the same file system into the store. Throws when its content is not `digest`. */
export async function moveBlob(store: string, file: string, digest: string): Promise<void> {
  const actual = await digestOfFile(file);
  if (actual !== digest) throw new Error(`content of ${digest} is ${actual}`);
  await mkdir(join(store, 'blobs'), { recursive: true });
  await rename(file, blobFile(store, digest));
}

/** Makes a blob of another store of the same file system also one of this store's; nothing is copied. */
export async function shareBlob(store: string, file: string): Promise<void> {
  await mkdir(join(store, 'blobs'), { recursive: true });
  await link(file, join(store, 'blobs', basename(file))).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** Deletes blobs that no image in `kept` needs, if they are older than `minAgeMs`: younger ones may be on their way. */
export async function sweepBlobs(store: string, kept: ReadonlySet<string>, minAgeMs: number): Promise<void> {
  for (const name of await readdir(join(store, 'blobs')).catch(() => [])) {
    if (kept.has(`sha256:${name}`)) continue;
    const file = join(store, 'blobs', name);
    const found = await stat(file).catch(() => null);
    if (found !== null && Date.now() - found.ctimeMs > minAgeMs) await rm(file, { force: true });
  }
}
