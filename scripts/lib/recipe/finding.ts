import type { Finding, Json, Path, Place } from '../types.ts';

/** A finding of the reading step; an error unless said otherwise. */
export function readFinding(
  rule: string,
  message: string,
  help: string,
  where: { readonly place: Place | null; readonly path?: Path },
  more: { readonly severity?: Finding['severity']; readonly data?: { readonly [key: string]: Json } } = {},
): Finding {
  return {
    step: 'read',
    rule,
    severity: more.severity ?? 'error',
    message,
    help,
    path: where.path ?? null,
    place: where.place,
    data: more.data ?? {},
  };
}
