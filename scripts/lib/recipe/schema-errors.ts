/** ajv's errors → what a packager can act on: one problem for each place, branches that never were meant left out. */
import type { Json, Path } from '../types.ts';
import { isList, valueAt } from './json.ts';
import { LIMITS } from './limits.ts';
import { problemAt } from './schema-words.ts';

/** The part of ajv's ErrorObject that is used. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: { readonly [name: string]: unknown };
  /** Set when it is the name of a key that is wrong. */
  readonly propertyName?: string;
}

export interface SchemaProblem {
  readonly path: Path;
  /** The key that `path` ends in is what is wrong, not its value. */
  readonly atKey?: true;
  readonly message: string;
  readonly help: string;
  /** The keys that are not there, when that is the problem. */
  readonly lacks?: readonly string[];
}

/** The names allowed at each place of a document, e.g. at `services.*.deploy`. */
export type KnownKeys = { readonly [place: string]: readonly string[] };

const CHOICES = new Set(['oneOf', 'anyOf']);
/** Say only that something inside them failed, which is reported as well. */
const WRAPPERS = new Set(['if', 'propertyNames']);

/** `known`: allowed names by place. Sorted as the errors came, one problem per place. */
export function schemaProblems(
  errors: readonly SchemaError[],
  document: Json,
  known: KnownKeys,
): readonly SchemaProblem[] {
  const problems = new Map<string, SchemaProblem>();
  for (const [pointer, group] of Map.groupBy(meant(errors), pointerOf)) {
    const path = pathOf(pointer, document);
    problems.set(pointer, problemAt(path, group, valueAt(document, path), known));
    if (problems.size === LIMITS.findings) break;
  }
  return [...problems.values()];
}

/**
 * Of a choice that failed, ajv reports every branch. Errors below the choice come from the branch whose type fitted, so they
 * are the useful ones, and the type errors of the other branches say nothing.
 */
function meant(errors: readonly SchemaError[]): readonly SchemaError[] {
  const choices = errors.filter(({ keyword }) => CHOICES.has(keyword)).map(({ instancePath }) => instancePath);
  return errors.filter((error) => {
    if (CHOICES.has(error.keyword) || WRAPPERS.has(error.keyword)) return false;
    if (error.keyword !== 'type' || !choices.includes(error.instancePath)) return true;
    return !errors.some(
      (other) =>
        !CHOICES.has(other.keyword) &&
        (other.instancePath.startsWith(`${error.instancePath}/`) ||
          (other.instancePath === error.instancePath && other.keyword !== 'type')),
    );
  });
}

/** Where the problem is shown: an unknown key at the key itself. */
function pointerOf({ instancePath, keyword, params, propertyName }: SchemaError): string {
  const key = keyword === 'additionalProperties' ? params.additionalProperty : propertyName;
  return typeof key === 'string' ? `${instancePath}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` : instancePath;
}

function pathOf(pointer: string, document: Json): Path {
  const path: (string | number)[] = [];
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(isList(valueAt(document, path)) ? Number(name) : name);
  }
  return path;
}
