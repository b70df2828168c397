import type { Rung } from '../../types.ts';
import type { TrialPlan } from '../plan.ts';
import type { Planted } from './canary.ts';

/**
 * Pure: what keeps a rung from passing although nothing that was planted got lost, or null. No canary is enough only for a
 * recipe that says it keeps nothing: it has no volume, or calls each a cache. What it plants itself is its own claim: it fails.
 */
export function shortfallOf(
  { canaries, unplanted, refused }: Planted,
  { volumes, caches }: Pick<TrialPlan, 'volumes' | 'caches'>,
): Pick<Rung, 'status' | 'reason'> | null {
  if (refused !== null) return { status: 'fail', reason: refused };
  const [first] = unplanted;
  if (first !== undefined) return { status: 'unverified', reason: `no canary could be planted: ${first}` };
  const keeps = volumes.find((volume) => !caches.includes(volume));
  if (canaries.length > 0 || keeps === undefined) return null;
  return { status: 'unverified', reason: `nothing was planted anywhere, and volume ${keeps} is there to keep data` };
}
