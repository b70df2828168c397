import type { Finding, RecipeFile } from '../types.ts';
import { readFinding } from './finding.ts';
import { locate, locateKey } from './locate.ts';
import type { SchemaProblem } from './schema-errors.ts';

/** Problems in the document of `file`, located. */
export function schemaFindings(
  rule: 'recipe-schema' | 'compose-schema',
  problems: readonly SchemaProblem[],
  file: RecipeFile,
  folder: string,
): readonly Finding[] {
  return problems.map(({ path, atKey, message, help }) => {
    const place = atKey === true ? locateKey(file, folder, path) : locate(file, folder, path);
    // What Docker makes of it is told by another rule, if there is a mapping at all.
    const severity = rule === 'compose-schema' && path.length > 0 ? 'warning' : 'error';
    return readFinding(rule, message, help, { path, place }, { severity });
  });
}
