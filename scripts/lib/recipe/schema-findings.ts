import type { Finding, RecipeFile } from '../types.ts';
import { readFinding } from './finding.ts';
import { locate, locateKey } from './locate.ts';
import type { SchemaProblem } from './schema-errors.ts';
import { lackFault } from './schema-words.ts';

/** Problems in the document of `file`, located. */
export function schemaFindings(
  schema: 'recipe-schema' | 'compose-schema',
  problems: readonly SchemaProblem[],
  file: RecipeFile,
  folder: string,
): readonly Finding[] {
  const told = schema === 'recipe-schema' ? problems.flatMap(apart) : problems;
  return told.map((problem) => {
    const { path, atKey, message, help } = problem;
    const place = atKey === true ? locateKey(file, folder, path) : locate(file, folder, path);
    // What Docker makes of it is told by another rule, if there is a mapping at all.
    const severity = schema === 'compose-schema' && path.length > 0 ? 'warning' : 'error';
    const rule = schema === 'recipe-schema' ? ruleOf(problem) : schema;
    return readFinding(rule, message, help, { path, place }, { severity });
  });
}

/** What people have to decide has a rule of its own. */
const OWN: { readonly [key: string]: string } = {
  maintainers: 'maintainer-missing',
  licence: 'licence-unknown',
  category: 'category-unknown',
};

/** What has a rule of its own is told by itself. */
function apart(problem: SchemaProblem): readonly SchemaProblem[] {
  const { path, lacks = [] } = problem;
  const own = path.length === 0 ? lacks.filter((key) => Object.hasOwn(OWN, key)) : [];
  if (own.length === 0) return [problem];
  const others = lacks.filter((key) => !own.includes(key));
  return [...own.map((key) => [key]), ...(others.length === 0 ? [] : [others])].map((keys) => ({
    path,
    ...lackFault(path, keys),
    lacks: keys,
  }));
}

function ruleOf({ path, lacks }: SchemaProblem): string {
  const key = path.length === 0 ? (lacks ?? []).join() : path.length === 1 ? String(path[0]) : '';
  return (Object.hasOwn(OWN, key) ? OWN[key] : undefined) ?? 'recipe-schema';
}
