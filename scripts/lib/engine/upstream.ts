import { readBlob } from './blobs.ts';
import { CONTEXT_LABEL } from './labels.ts';
import { parseManifest } from './manifest.ts';
import type { Mirror } from './mirrors.ts';
import type { Provenance } from './provenance.ts';
import { PullError, pullImage, pullSources } from './pull.ts';
import { explainPullError } from './pull-error.ts';
import { fullName, type Reference } from './reference.ts';

/** Pulls, and remembers for this run which registries cannot be reached: ten images must not wait ten times. */
export interface Upstream {
  /** The image, now in the store `store`, or why it cannot be had. */
  pull(reference: Reference, store: string, signal: AbortSignal): Promise<Provenance | Unavailable>;
}

interface Unavailable {
  /** One line. */
  readonly error: string;
  /** The registry of that name, not a mirror, says so: mirrors need not have everything. */
  readonly missing: boolean;
}

export function openUpstream(cache: string, mirrors: readonly Mirror[]): Upstream {
  const unreachable = new Map<string, string>();
  return {
    async pull(reference, store, signal) {
      const errors: string[] = [];
      let missing = false;
      for (const source of pullSources(reference, mirrors)) {
        const registry = source.repository.slice(0, source.repository.indexOf('/'));
        const known = unreachable.get(registry);
        if (known !== undefined) {
          errors.push(known);
          missing = false;
          continue;
        }
        try {
          const pulled = await pullImage(reference, source, { cache, store, signal });
          return await describePulled(reference, pulled, store);
        } catch (error) {
          if (!(error instanceof PullError)) throw error;
          const explained = explainPullError(error.output);
          if (explained.unreachable) unreachable.set(registry, explained.message);
          errors.push(explained.message);
          // Of the last source asked, which is the registry itself.
          missing = explained.missing === true;
        }
      }
      return { error: [...new Set(errors)].join('; '), missing };
    },
  };
}

async function describePulled(
  reference: Reference,
  { digest, sizeBytes }: { digest: string; sizeBytes: number },
  store: string,
): Promise<Provenance> {
  return {
    reference: fullName(reference),
    digest,
    sizeBytes,
    origin: 'pull',
    context: await contextLabel(store, digest),
    notes: [],
    madeAt: new Date().toISOString(),
  };
}

/** What our own builds say they were made from; null for other people's images. */
async function contextLabel(store: string, digest: string): Promise<string | null> {
  const manifest = parseManifest(await readBlob(store, digest));
  if (manifest.kind === 'index') return null;
  const config = JSON.parse((await readBlob(store, manifest.config.digest)).toString('utf8')) as {
    config?: { Labels?: Record<string, string> | null };
  };
  return config.config?.Labels?.[CONTEXT_LABEL] ?? null;
}
