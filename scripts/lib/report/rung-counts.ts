import type { Rung } from '../types.ts';

const STATUSES = ['pass', 'fail', 'skip', 'unverified'] as const;

/** `6 pass, 1 fail`; nothing of what there is none of. */
export function countRungs(rungs: readonly Pick<Rung, 'status'>[]): string {
  const counted = STATUSES.map((status) => [rungs.filter((rung) => rung.status === status).length, status] as const);
  return counted.flatMap(([count, status]) => (count > 0 ? [`${count} ${status}`] : [])).join(', ');
}
