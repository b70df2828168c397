import { randomBytes } from 'node:crypto';
import { type EnginePlace, enginePlace } from './paths.ts';
import { claimPlace } from './state.ts';
import { removeEngine } from './teardown.ts';

/** A folder of one's own that the reaper knows, for work that a killed run must not leave lying about. */
export async function openWorkplace(cache: string): Promise<EnginePlace & AsyncDisposable> {
  const place = enginePlace(cache, newId());
  await claimPlace(place);
  return { ...place, [Symbol.asyncDispose]: () => removeEngine(place) };
}

export function newId(): string {
  return randomBytes(4).toString('hex');
}
