import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasBlob, readBlob, sweepBlobs } from './blobs.ts';
import { parseManifest } from './manifest.ts';
import type { Reference } from './reference.ts';

/** Where an image in a store came from; lies beside it as JSON. */
export interface Provenance {
  readonly reference: string;
  /** Of the index where there is one, else of the manifest: what a service spec is pinned to. */
  readonly digest: string;
  readonly sizeBytes: number;
  readonly origin: 'pull' | 'build' | 'debootstrap';
  /** Digest of the folder it was built from; null when it was pulled. */
  readonly context: string | null;
  readonly notes: readonly string[];
  /** ISO 8601, UTC. */
  readonly madeAt: string;
}

/** The stored image of that name, or null; an image with a blob missing is none. */
export async function readProvenance(store: string, reference: Reference): Promise<Provenance | null> {
  const text = await readFile(fileOf(store, reference), 'utf8').catch(() => null);
  if (text === null) return null;
  const provenance = JSON.parse(text) as Provenance;
  const present = await Promise.all((await blobsOf(store, provenance.digest)).map((digest) => hasBlob(store, digest)));
  return present.length > 0 && present.every(Boolean) ? provenance : null;
}

export async function writeProvenance(store: string, reference: Reference, provenance: Provenance): Promise<void> {
  const file = fileOf(store, reference);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.${process.pid}`, `${JSON.stringify(provenance, null, 2)}\n`);
  await rename(`${file}.${process.pid}`, file);
}

/** Digests of the manifest `digest` and everything it needs that can be on this machine; empty when it is not here. */
async function blobsOf(store: string, digest: string): Promise<readonly string[]> {
  const bytes = await readBlob(store, digest).catch(() => null);
  if (bytes === null) return [];
  const manifest = parseManifest(bytes);
  if (manifest.kind === 'image') {
    return [digest, manifest.config.digest, ...manifest.layers.map((layer) => layer.digest)];
  }
  const inner = await Promise.all(manifest.manifests.map((entry) => blobsOf(store, entry.digest)));
  return inner.flat().length === 0 ? [] : [digest, ...inner.flat()];
}

/** Deletes what images replaced long ago left behind. */
export async function sweepStore(store: string, minAgeMs: number): Promise<void> {
  const folder = join(store, 'images');
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const kept = new Set<string>();
  for (const file of files.filter((name) => name.endsWith('.json'))) {
    const { digest } = JSON.parse(await readFile(join(folder, file), 'utf8')) as Provenance;
    for (const blob of await blobsOf(store, digest)) kept.add(blob);
  }
  await sweepBlobs(store, kept, minAgeMs);
}

function fileOf(store: string, { host, path, tag, digest }: Reference): string {
  const name = digest === null ? tag : digest.replace(':', '-');
  return join(store, 'images', host, path, `${name}.json`);
}
