/** What a registry says of an image, without fetching it. */
import { digestOf } from './blobs.ts';
import { type Manifest, parseManifest } from './manifest.ts';
import type { Mirror } from './mirrors.ts';
import { askManifest, PullError, pullSources, type Source, skopeo, tlsOption } from './pull.ts';
import { explainPullError } from './pull-error.ts';
import type { Reference } from './reference.ts';

export interface ImageFacts {
  /** Of what the tag names now: the index where there is one. */
  readonly digest: string;
  /** `linux/amd64`, `linux/arm64/v8`; one when it is no index. */
  readonly platforms: readonly string[];
}

/** Why nobody could tell. `missing`: the registry itself says that there is no such image. */
export interface Unknown {
  readonly error: string;
  readonly missing: boolean;
}

export interface AskOptions {
  readonly mirrors: readonly Mirror[];
  readonly signal: AbortSignal;
}

const ASK_MS = 30_000;

export async function askImage(reference: Reference, options: AskOptions): Promise<ImageFacts | Unknown> {
  const wanted = reference.digest === null ? `:${reference.tag}` : `@${reference.digest}`;
  return await askAll(reference, options, async (source) => {
    const bytes = await askManifest(source, wanted, options.signal);
    const manifest = readManifest(bytes);
    const platforms =
      manifest.kind === 'index' ? platformsOf(manifest) : [await askPlatform(source, wanted, options.signal)];
    return { digest: digestOf(bytes), platforms };
  });
}

/** Every tag of the repository. */
export async function askTags(reference: Reference, options: AskOptions): Promise<readonly string[] | Unknown> {
  return await askAll(reference, options, async (source) => {
    const command = ['list-tags', tlsOption('', source), `docker://${source.repository}`];
    const { Tags } = JSON.parse(await skopeo(command, { limitMs: ASK_MS, signal: options.signal })) as {
      readonly Tags?: readonly string[];
    };
    return Tags ?? [];
  });
}

/** The mirrors in their order, then the registry itself; whoever answers first is believed. */
async function askAll<Answer>(
  reference: Reference,
  { mirrors }: AskOptions,
  ask: (source: Source) => Promise<Answer>,
): Promise<Answer | Unknown> {
  const errors: string[] = [];
  let missing = false;
  for (const source of pullSources(reference, mirrors)) {
    try {
      return await ask(source);
    } catch (error) {
      if (!(error instanceof PullError)) throw error;
      const explained = explainPullError(error.output);
      errors.push(explained.message);
      // Of the last source asked, which is the registry itself.
      missing = explained.missing === true;
    }
  }
  return { error: [...new Set(errors)].join('; '), missing };
}

function platformsOf({ manifests }: Extract<Manifest, { kind: 'index' }>): readonly string[] {
  const names = manifests.flatMap(({ platform }) =>
    // Attestations are listed as images for no platform.
    platform === undefined || platform.os === 'unknown' ? [] : [nameOf(platform)],
  );
  return [...new Set(names)].sort();
}

async function askPlatform(source: Source, wanted: string, signal: AbortSignal): Promise<string> {
  const command = ['inspect', '--config', '--raw', tlsOption('', source), `docker://${source.repository}${wanted}`];
  return nameOf(JSON.parse(await skopeo(command, { limitMs: ASK_MS, signal })));
}

function nameOf({ os, architecture, variant }: { os: string; architecture: string; variant?: string }): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}

function readManifest(bytes: Buffer): Manifest {
  try {
    return parseManifest(bytes);
  } catch (error) {
    throw new PullError(error instanceof Error ? error.message : String(error));
  }
}
