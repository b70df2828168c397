import { link, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { blobFile, readBlob } from './blobs.ts';
import { parseManifest, platformDigest } from './manifest.ts';
import { CACHE_FOLDER, storeFolder } from './paths.ts';
import { openWorkplace } from './workplace.ts';

/** An image of the store as a folder that tools read (OCI image layout); nothing is copied. */
export interface ImageLayout extends AsyncDisposable {
  readonly folder: string;
  /** Of the manifest for this machine's platform: the image's own digest, or one that its index names. */
  readonly manifest: string;
  /** Digest of the image's configuration, which is what most tools call the image's id. */
  readonly config: string;
}

/** Lays out `digest` from the store that `source` names. Throws when a blob is missing: then it is no image we have. */
export async function layOutImage(
  digest: string,
  source: 'images' | 'stand-ins',
  cache: string = CACHE_FOLDER,
): Promise<ImageLayout> {
  const store = storeFolder(cache, source);
  const manifest = await manifestOf(store, digest);
  const bytes = await readBlob(store, manifest);
  const image = parseManifest(bytes);
  if (image.kind === 'index') throw new Error(`the index ${digest} leads to another index`);
  const place = await openWorkplace(cache);
  await using cleanup = new AsyncDisposableStack();
  cleanup.use(place);
  const folder = join(place.data, 'image');
  const blobs = join(folder, 'blobs/sha256');
  await mkdir(blobs, { recursive: true });
  for (const each of new Set([manifest, image.config.digest, ...image.layers.map((layer) => layer.digest)])) {
    await link(blobFile(store, each), join(blobs, each.slice('sha256:'.length)));
  }
  const { mediaType } = JSON.parse(bytes.toString('utf8')) as { mediaType?: string };
  const entry = {
    mediaType: mediaType ?? 'application/vnd.oci.image.manifest.v1+json',
    digest: manifest,
    size: (await stat(blobFile(store, manifest))).size,
  };
  await writeFile(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  await writeFile(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [entry] }));
  const kept = cleanup.move();
  return { folder, manifest, config: image.config.digest, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

async function manifestOf(store: string, digest: string): Promise<string> {
  const found = parseManifest(await readBlob(store, digest));
  return found.kind === 'image' ? digest : platformDigest(found.manifests, process.arch);
}
