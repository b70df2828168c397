/** `1m30s`, `500ms`, `2.5h`, read as Go reads a duration. */
import type { Json } from '../types.ts';

const SECONDS: { readonly [unit: string]: number } = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** Null for what is no duration. */
export function secondsOf(duration: Json | undefined): number | null {
  if (duration === '0' || duration === 0) return 0;
  if (typeof duration !== 'string' || duration.length > 40) return null;
  if (!/^(?:[0-9]+(?:\.[0-9]*)?(?:ns|us|µs|ms|s|m|h))+$/.test(duration)) return null;
  const parts = duration.matchAll(/([0-9.]+)([^0-9.]+)/g);
  return [...parts].reduce((sum, [, number, unit]) => sum + Number(number) * (SECONDS[unit ?? ''] ?? 0), 0);
}
