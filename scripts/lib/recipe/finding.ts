import type { Finding, Json, Path, Place } from '../types.ts';
import type { FileFault } from './limits.ts';

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

/** A finding about a file as a whole, or about the folder when `path` is empty. */
export function fileFinding(folder: string, path: string, { rule, message, help }: FileFault): Finding {
  const file = path === '' ? folder : `${folder}/${path}`;
  return readFinding(rule, message, help, { place: { file, line: 1, column: 1 } });
}
