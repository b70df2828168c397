import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blobFile, hasBlob, readBlob } from './blobs.ts';
import { parseManifest } from './manifest.ts';
import { parseReference, type Reference } from './reference.ts';

/** An image a registry shall serve: its content lies in the store `store`. */
export interface ServedImage {
  readonly reference: string;
  readonly digest: string;
  readonly store: string;
}

/**
 * Lays out a storage folder of Debian's docker-registry (distribution 2.8) that holds exactly `images`; the
 * content itself is linked, not copied.
 */
export async function writeRegistryView(folder: string, images: readonly ServedImage[]): Promise<void> {
  for (const image of images) {
    const reference = parseReference(image.reference);
    await linkManifest(folder, reference.path, image.digest, image.store);
    if (reference.tag !== null) await linkTag(folder, { ...reference, tag: reference.tag }, image.digest);
  }
}

/** Makes single layers known to a repository, so that pushing an image on top of them need not send them. */
export async function linkLayers(folder: string, path: string, image: ServedImage): Promise<void> {
  const manifest = parseManifest(await readBlob(image.store, image.digest));
  if (manifest.kind === 'index') {
    for (const { digest } of manifest.manifests) {
      if (await hasBlob(image.store, digest)) await linkLayers(folder, path, { ...image, digest });
    }
    return;
  }
  for (const { digest } of manifest.layers) {
    await linkBlob(folder, digest, image.store);
    await writeLink(join(repository(folder, path), '_layers'), digest);
  }
}

async function linkManifest(folder: string, path: string, digest: string, store: string): Promise<void> {
  const manifest = parseManifest(await readBlob(store, digest));
  await linkBlob(folder, digest, store);
  await writeLink(join(repository(folder, path), '_manifests/revisions'), digest);
  if (manifest.kind === 'index') {
    for (const inner of manifest.manifests) {
      if (await hasBlob(store, inner.digest)) await linkManifest(folder, path, inner.digest, store);
    }
    return;
  }
  for (const blob of [manifest.config.digest, ...manifest.layers.map((layer) => layer.digest)]) {
    await linkBlob(folder, blob, store);
    await writeLink(join(repository(folder, path), '_layers'), blob);
  }
}

async function linkTag(folder: string, { path, tag }: Reference & { tag: string }, digest: string): Promise<void> {
  const tagFolder = join(repository(folder, path), '_manifests/tags', tag);
  await writeLink(join(tagFolder, 'index'), digest);
  await mkdir(join(tagFolder, 'current'), { recursive: true });
  await writeFile(join(tagFolder, 'current/link'), digest);
}

async function writeLink(folder: string, digest: string): Promise<void> {
  const own = join(folder, digest.replace(':', '/'));
  await mkdir(own, { recursive: true });
  await writeFile(join(own, 'link'), digest);
}

async function linkBlob(folder: string, digest: string, store: string): Promise<void> {
  const data = registryBlob(folder, digest);
  await mkdir(dirname(data), { recursive: true });
  await symlink(blobFile(store, digest), data).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** Where a registry with storage `folder` keeps the content of `digest`. */
function registryBlob(folder: string, digest: string): string {
  const hex = digest.slice('sha256:'.length);
  return join(folder, 'docker/registry/v2/blobs/sha256', hex.slice(0, 2), hex, 'data');
}

function repository(folder: string, path: string): string {
  return join(folder, 'docker/registry/v2/repositories', path);
}
