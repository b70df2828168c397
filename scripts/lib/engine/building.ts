import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canDebootstrap, makeBase, suiteOf } from './base.ts';
import { buildImage } from './build.ts';
import { baseImages } from './dockerfile.ts';
import { takeLock } from './lock.ts';
import { storeFolder } from './paths.ts';
import { withProgress } from './progress.ts';
import { type Provenance, readProvenance, writeProvenance } from './provenance.ts';
import { fullName, parseReference, type Reference } from './reference.ts';
import type { ServedImage } from './registry-view.ts';
import type { Upstream } from './upstream.ts';

export interface Workshop {
  readonly cache: string;
  readonly upstream: Upstream;
  readonly onProgress: (line: string) => void;
}

/** A base that cannot be had: no fault of the Dockerfile. */
export class BaseError extends Error {}

/** Builds `context` as `reference` into `store`. Throws `BuildError` and `BaseError` with one line each. */
export async function buildFrom(
  workshop: Workshop,
  job: {
    readonly reference: Reference;
    readonly context: string;
    readonly contextDigest: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly store: string;
    readonly signal: AbortSignal;
  },
): Promise<Provenance> {
  const { cache, onProgress } = workshop;
  const dockerfile = await readFile(join(job.context, 'Dockerfile'), 'utf8');
  const bases: Provided[] = [];
  for (const name of baseImages(dockerfile)) bases.push(await provideBase(workshop, name, job.signal));
  const name = fullName(job.reference);
  const built = await withProgress(`building ${name}`, onProgress, () =>
    buildImage({ ...job, cache, bases: bases.map(({ served }) => served), log: buildLog(cache, job.reference) }),
  );
  const provenance: Provenance = {
    reference: name,
    ...built,
    origin: 'build',
    context: job.contextDigest,
    notes: bases.flatMap(({ notes }) => notes),
    madeAt: new Date().toISOString(),
  };
  await writeProvenance(job.store, job.reference, provenance);
  return provenance;
}

/** The whole output of the latest build of that image. */
export function buildLog(cache: string, { host, path, tag }: Reference): string {
  return join(cache, 'logs', `${host}-${path}-${tag}.log`.replaceAll(/[/:]/g, '-'));
}

export interface Provided {
  readonly served: ServedImage;
  readonly notes: readonly string[];
}

/** The image a Dockerfile starts from: pulled, else made from packages when it is Debian's. Throws `BaseError`. */
export async function provideBase(workshop: Workshop, name: string, signal: AbortSignal): Promise<Provided> {
  const { cache, upstream, onProgress } = workshop;
  const reference = parseReference(name);
  await using _lock = await takeLock(cache, `base ${fullName(reference)}`, signal);
  const images = storeFolder(cache, 'images');
  const stored = await readProvenance(images, reference);
  if (stored !== null) return provided(name, stored, images);
  const pulled = await upstream.pull(reference, images, signal);
  if (!('error' in pulled)) {
    await writeProvenance(images, reference, pulled);
    return provided(name, pulled, images);
  }
  const bases = storeFolder(cache, 'bases');
  const kept = await readProvenance(bases, reference);
  if (kept !== null) return provided(name, kept, bases);
  const suite = suiteOf(reference);
  if (suite === null || !canDebootstrap(suite)) throw new BaseError(`base image "${name}": ${pulled.error}`);
  const made = await withProgress(`making ${name} by debootstrap`, onProgress, () =>
    makeBase(reference, suite, { cache, store: bases, signal }),
  );
  await writeProvenance(bases, reference, made);
  return provided(name, made, bases);
}

function provided(name: string, { digest, notes }: Provenance, store: string): Provided {
  return { served: { reference: name, digest, store }, notes };
}
