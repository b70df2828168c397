import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ImageResult } from '../types.ts';
import { BuildError } from './build.ts';
import { BaseError, buildFrom, buildLog, type Workshop } from './building.ts';
import { contextDigest } from './context.ts';
import { sweepDisks } from './disks.ts';
import type { ImageNeed, ImageStore } from './engine.ts';
import { CONTEXT_LABEL, STAND_IN_LABEL } from './labels.ts';
import { takeLock } from './lock.ts';
import { parseMirrors } from './mirrors.ts';
import { CACHE_FOLDER, STAND_INS_FOLDER, storeFolder } from './paths.ts';
import { type Provenance, readProvenance, sweepStore, writeProvenance } from './provenance.ts';
import { reap } from './reaper.ts';
import { fullName, parseReference, type Reference } from './reference.ts';
import { openUpstream } from './upstream.ts';

export interface StoreOptions {
  /** Folder for everything kept between runs; the repository's `.cache` when not given. */
  readonly cache?: string;
  /** Folder of stand-ins, `<host>/<path>/Dockerfile` each; `test/stand-ins` when not given. */
  readonly standIns?: string;
  /** As in `COMMONS_MIRROR`: `docker.io=http://127.0.0.1:5000`. */
  readonly mirrors?: string;
  /** One line for people, e.g. `building ghcr.io/recipe-commons/fossil:2.21-1 … 6 s`. */
  readonly onProgress?: (line: string) => void;
}

/** Leftovers of replaced images younger than this may belong to a run going on right now. */
const SWEEP_MS = 24 * 60 * 60_000;

/** Opens this machine's image store. Disposing it keeps the images and drops what replaced ones left. */
export function openImageStore(options: StoreOptions = {}): ImageStore {
  const cache = options.cache ?? CACHE_FOLDER;
  const upstream = openUpstream(cache, parseMirrors(options.mirrors ?? process.env.COMMONS_MIRROR ?? ''));
  const workshop = { cache, upstream, onProgress: options.onProgress ?? (() => undefined) };
  const standIns = options.standIns ?? STAND_INS_FOLDER;
  const answers = new Map<string, Promise<Answer>>();
  return {
    async provide(need, signal) {
      const key = JSON.stringify([need.reference, need.context, need.standIns]);
      const answer = answers.get(key) ?? find(workshop, standIns, need, signal);
      answers.set(key, answer);
      // What was interrupted or broke on our side is asked again.
      answer.catch(() => answers.delete(key));
      return { reference: need.reference, services: need.services, ...(await answer) };
    },
    async [Symbol.asyncDispose]() {
      await reap(cache);
      await sweepDisks(cache);
      for (const kind of ['images', 'stand-ins', 'bases'] as const) {
        await sweepStore(storeFolder(cache, kind), SWEEP_MS);
      }
    },
  };
}

type Answer =
  | Omit<Extract<ImageResult, { available: true }>, 'reference' | 'services'>
  | Omit<Extract<ImageResult, { available: false }>, 'reference' | 'services'>;

async function find(workshop: Workshop, standIns: string, need: ImageNeed, signal: AbortSignal): Promise<Answer> {
  const reference = readReference(need.reference);
  if ('error' in reference) return { available: false, error: reference.error, missing: false };
  try {
    await using _lock = await takeLock(workshop.cache, fullName(reference), signal);
    const found = await findReal(workshop, reference, need.context, signal);
    if (found.available || need.context !== null || !need.standIns) return found;
    return (await findStandIn(workshop, reference, standIns, signal)) ?? found;
  } catch (error) {
    if (error instanceof BaseError) return { available: false, error: error.message, missing: false };
    if (!(error instanceof BuildError)) throw error;
    const log = buildLog(workshop.cache, reference);
    return { available: false, error: `build failed: ${error.message} (whole log: ${log})`, missing: false };
  }
}

async function findReal(
  workshop: Workshop,
  reference: Reference,
  context: string | null,
  signal: AbortSignal,
): Promise<Answer> {
  const store = storeFolder(workshop.cache, 'images');
  const wanted = context === null ? null : await contextDigest(context);
  const stored = await readProvenance(store, reference);
  if (stored !== null && (wanted === null || stored.context === wanted))
    return answerOf(stored, 'store', [origin(stored)]);
  const pulled = await workshop.upstream.pull(reference, store, signal);
  // A published image made from another state of the folder would prove the wrong bytes.
  if (!('error' in pulled) && (wanted === null || pulled.context === wanted)) {
    await writeProvenance(store, reference, pulled);
    return answerOf(pulled, 'pull', []);
  }
  if (context !== null && wanted !== null) {
    const labels = { [CONTEXT_LABEL]: wanted };
    const job = { reference, context: resolve(context), contextDigest: wanted, labels, store, signal };
    return answerOf(await buildFrom(workshop, job), 'build', []);
  }
  return { available: false, ...('error' in pulled ? pulled : { error: 'not to be had', missing: false }) };
}

async function findStandIn(
  workshop: Workshop,
  reference: Reference,
  standIns: string,
  signal: AbortSignal,
): Promise<Answer | null> {
  const context = join(standIns, reference.host, reference.path);
  if (!existsSync(join(context, 'Dockerfile'))) return null;
  const store = storeFolder(workshop.cache, 'stand-ins');
  const wanted = await contextDigest(context);
  const stored = await readProvenance(store, reference);
  if (stored !== null && stored.context === wanted) return answerOf(stored, 'stand-in', []);
  const labels = { [STAND_IN_LABEL]: fullName(reference) };
  const job = { reference, context, contextDigest: wanted, labels, store, signal };
  return answerOf(await buildFrom(workshop, job), 'stand-in', []);
}

function answerOf(
  { digest, sizeBytes, notes }: Provenance,
  source: 'store' | 'pull' | 'build' | 'stand-in',
  more: readonly string[],
): Answer {
  return { available: true, source, digest, sizeBytes, notes: [...notes, ...more] };
}

/** Where an image found in the store came from in the first place. */
function origin({ origin: from, madeAt }: Provenance): string {
  return `${from === 'pull' ? 'pulled' : 'built from its image/ folder'} on ${madeAt.slice(0, 10)}`;
}

function readReference(text: string): Reference | { readonly error: string } {
  try {
    return parseReference(text);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
