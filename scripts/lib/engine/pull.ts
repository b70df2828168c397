import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf, moveBlob, putBlob, readBlob } from './blobs.ts';
import { imageSize, type Manifest, parseManifest, platformDigest } from './manifest.ts';
import type { Mirror } from './mirrors.ts';
import type { Reference } from './reference.ts';
import { isInstalled } from './requirements.ts';
import { outwardEnvironment, runTool } from './tool.ts';
import { openWorkplace } from './workplace.ts';

/** A registry that does not answer must not hold a trial for minutes. */
const ASK_MS = 30_000;
const COPY_MS = 15 * 60_000;

/** It has waited for 2 and 4 seconds then. */
const THIRD_REFUSAL = /Too many requests to .* sleeping for 8/;

/** `output` is skopeo's, see `explainPullError`. */
export class PullError extends Error {
  readonly output: string;
  constructor(output: string) {
    super('pull failed');
    this.output = output;
  }
}

export interface Source {
  /** `registry.example.org/library/nginx` */
  readonly repository: string;
  readonly tls: boolean;
}

/** The mirrors of its host in their order, then the host itself. */
export function pullSources(reference: Reference, mirrors: readonly Mirror[]): readonly Source[] {
  const mirrored = mirrors.filter(({ host }) => host === reference.host);
  return [
    ...mirrored.map(({ location, tls }) => ({ repository: `${location}/${reference.path}`, tls })),
    { repository: `${reference.host}/${reference.path}`, tls: true },
  ];
}

/**
 * Copies an image into `store`, bytes unchanged: the index as well, of which only this machine's platform is
 * fetched. Returns the digest a service is pinned to. Throws `PullError`.
 */
export async function pullImage(
  reference: Reference,
  source: Source,
  where: { readonly cache: string; readonly store: string; readonly signal: AbortSignal },
): Promise<{ digest: string; sizeBytes: number }> {
  const wanted = reference.digest === null ? `:${reference.tag}` : `@${reference.digest}`;
  const bytes = await askManifest(source, wanted, where.signal);
  const digest = digestOf(bytes);
  if (reference.digest !== null && digest !== reference.digest) {
    throw new PullError(`the registry answered ${digest} when asked for ${reference.digest}`);
  }
  const manifest = readManifest(bytes);
  const child = manifest.kind === 'index' ? pickPlatform(manifest) : digest;
  await using work = await openWorkplace(where.cache);
  const folder = join(work.data, 'image');
  await skopeo(['copy', tlsOption('src', source), `docker://${source.repository}@${child}`, `dir:${folder}`], {
    limitMs: COPY_MS,
    signal: where.signal,
  });
  for (const name of await readdir(folder)) {
    if (/^[0-9a-f]{64}$/.test(name)) await moveBlob(where.store, join(folder, name), `sha256:${name}`);
  }
  await moveBlob(where.store, join(folder, 'manifest.json'), child);
  await putBlob(where.store, bytes);
  const image = readManifest(await readBlob(where.store, child));
  if (image.kind === 'index') throw new PullError('its index leads to another index');
  return { digest, sizeBytes: imageSize(image) };
}

export async function askManifest(source: Source, wanted: string, signal: AbortSignal): Promise<Buffer> {
  const command = ['inspect', '--raw', tlsOption('', source), `docker://${source.repository}${wanted}`];
  return Buffer.from(await skopeo(command, { limitMs: ASK_MS, signal }), 'utf8');
}

export function tlsOption(side: '' | 'src', { tls }: Source): string {
  return `--${side === '' ? '' : `${side}-`}tls-verify=${tls}`;
}

export async function skopeo(
  command: readonly string[],
  { limitMs, signal }: { limitMs: number; signal: AbortSignal },
): Promise<string> {
  if (!isInstalled('skopeo')) throw new PullError('skopeo is not installed (apt-get install skopeo)');
  const limit = AbortSignal.timeout(limitMs);
  const refused = new AbortController();
  try {
    // Of a limit it speaks only so, and waits longer and longer: for a minute in all.
    const result = await runTool(['skopeo', '--debug', '--insecure-policy', ...command], {
      signal: AbortSignal.any([signal, limit, refused.signal]),
      env: { ...outwardEnvironment(), HOME: '/nonexistent' },
      onOutput: (text) => {
        if (THIRD_REFUSAL.test(text)) refused.abort();
      },
    });
    if (result.exitCode === 0) return result.stdout;
    throw new PullError(result.output);
  } catch (error) {
    if (!signal.aborted && refused.signal.aborted) throw new PullError('too many requests');
    if (signal.aborted || !limit.aborted) throw error;
    throw new PullError(`no answer within ${limitMs / 1000} s`);
  }
}

function readManifest(bytes: Buffer): Manifest {
  try {
    return parseManifest(bytes);
  } catch (error) {
    throw new PullError(error instanceof Error ? error.message : String(error));
  }
}

function pickPlatform(index: Extract<Manifest, { kind: 'index' }>): string {
  try {
    return platformDigest(index.manifests, process.arch);
  } catch (error) {
    throw new PullError(error instanceof Error ? error.message : String(error));
  }
}
