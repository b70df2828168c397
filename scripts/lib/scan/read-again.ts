/** What was scanned before, read to be scanned again. */

import { hasBlob } from '../engine/blobs.ts';
import type { ImageStore } from '../engine/engine.ts';
import { storeFolder } from '../engine/paths.ts';
import { fullName, parseReference } from '../engine/reference.ts';
import { readReports } from '../report/store.ts';
import type { ImageResult, Recipe } from '../types.ts';
import type { Again } from './rescan.ts';
import type { RecipeTarget } from './targets.ts';

interface Sources {
  readonly root: string;
  readonly cache: string;
  readonly store: ImageStore;
  readonly signal: AbortSignal;
}

/** Of `targets` those with a stored report; `others`: versions whose report speaks of other bytes than theirs, or none is stored. */
export async function readAgain(
  root: string,
  targets: readonly RecipeTarget[],
): Promise<{ readonly again: readonly Again[]; readonly others: readonly Recipe[] }> {
  const again: Again[] = [];
  const others: Recipe[] = [];
  for (const { recipe, previous } of targets) {
    const { scan: stored } = await readReports(root, recipe.name, recipe.version);
    if (stored === null || stored.subject.digest !== recipe.digest) others.push(recipe);
    else again.push({ recipe, previous: await previous(), stored });
  }
  return { again, others };
}

/** The images of the stored report, from this machine or by their digest from where they are published. */
export async function imagesAgain(
  recipe: Recipe,
  { root, cache, store, signal }: Sources,
): Promise<readonly ImageResult[]> {
  const { scan } = await readReports(root, recipe.name, recipe.version);
  const found: ImageResult[] = [];
  for (const { reference, services, digest } of scan?.scan.images ?? []) {
    if (await hasBlob(storeFolder(cache, 'images'), digest)) {
      found.push({ reference, services, available: true, source: 'store', digest, sizeBytes: 0, notes: [] });
      continue;
    }
    const byDigest = fullName({ ...parseReference(reference), tag: null, digest });
    const result = await store.provide({ reference: byDigest, services, context: null, standIns: false }, signal);
    found.push({ ...result, reference });
  }
  return found;
}
