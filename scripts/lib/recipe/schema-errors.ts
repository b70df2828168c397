/** ajv's errors → what a packager can act on: one problem for each place, branches that never were meant left out. */
import type { Json, Path } from '../types.ts';
import { isList, isMap, valueAt } from './json.ts';
import { type Fault, quote } from './limits.ts';
import { didYouMean } from './nearest.ts';

/** The part of ajv's ErrorObject that is used. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: { readonly [name: string]: unknown };
}

export interface SchemaProblem {
  readonly path: Path;
  /** The key that `path` ends in is what is wrong, not its value. */
  readonly atKey?: true;
  readonly message: string;
  readonly help: string;
}

/** More would bury the first. */
const MOST = 50;
const CHOICES = new Set(['oneOf', 'anyOf']);

/** `known`: allowed names by place. Sorted as the errors came, one problem per place. */
export function schemaProblems(
  errors: readonly SchemaError[],
  document: Json,
  known: { readonly [place: string]: readonly string[] },
): readonly SchemaProblem[] {
  const problems = new Map<string, SchemaProblem>();
  for (const [pointer, group] of Map.groupBy(meant(errors), pointerOf)) {
    const path = pathOf(pointer, document);
    problems.set(pointer, problemAt(path, group, valueAt(document, path), known));
    if (problems.size === MOST) break;
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
    if (CHOICES.has(error.keyword) || error.keyword === 'if') return false;
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
function pointerOf({ instancePath, keyword, params }: SchemaError): string {
  const key = keyword === 'additionalProperties' ? params.additionalProperty : params.propertyName;
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

function problemAt(
  path: Path,
  errors: readonly SchemaError[],
  value: Json | undefined,
  known: { readonly [place: string]: readonly string[] },
): SchemaProblem {
  const [first] = errors;
  const shown = path.length === 0 ? 'The document' : `"${display(path)}"`;
  const types = errors.filter(({ keyword }) => keyword === 'type').flatMap(({ params }) => params.type);
  if (types.length > 0) {
    const wanted = oneOf([...new Set(types.map((type) => TYPES.get(String(type)) ?? String(type)))]);
    return { path, message: `${shown} is ${describe(value)}, not ${wanted}`, help: `Write ${wanted} there.` };
  }
  const missing = errors
    .filter(({ keyword }) => keyword === 'required')
    .map(({ params }) => `"${params.missingProperty}"`);
  if (missing.length > 0) {
    return { path, message: `${shown} lacks ${missing.join(', ')}`, help: `Add ${missing.join(', ')}.` };
  }
  if (first?.keyword === 'additionalProperties') return unknownKey(path, known);
  if (first?.params.propertyName !== undefined) return { path, atKey: true, ...nameFault(path) };
  const rule = errors.map((error) => rephrase(error)).find((text) => text !== null);
  const what = `${shown} is ${describe(value)}`;
  if (rule !== undefined && rule !== null) return { path, message: `${what}, which is not allowed`, help: rule(value) };
  return { path, message: `${what}, which its schema refuses (${first?.keyword})`, help: 'See the schema.' };
}

function unknownKey(path: Path, known: { readonly [place: string]: readonly string[] }): SchemaProblem {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const names = keysAt(parent, known);
  const where = parent.length === 0 ? '' : ` in "${display(parent)}"`;
  if (names.length === 0) {
    const help = 'Use letters, digits, ".", "_" and "-".';
    return { path, atKey: true, message: `Name ${quote(key)}${where} is not allowed`, help };
  }
  const help = `Remove or rename it.${didYouMean(key, names)}`;
  return { path, atKey: true, message: `Key ${quote(key)}${where} is unknown`, help };
}

function nameFault(path: Path): Fault {
  return {
    message: `Name ${quote(display(path))} is not allowed`,
    help: 'Use capital letters, digits and "_", as in DB_NAME.',
  };
}

/** A place in the table matches a path when each step is equal or `*`. */
function keysAt(path: Path, known: { readonly [place: string]: readonly string[] }): readonly string[] {
  return Object.entries(known).flatMap(([place, names]) => {
    const steps = place === '' ? [] : place.split('.');
    const fits =
      steps.length === path.length && steps.every((step, index) => step === '*' || step === String(path[index]));
    return fits ? names : [];
  });
}

const TYPES = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['integer', 'a whole number'],
  ['boolean', 'true or false'],
  ['object', 'a mapping'],
  ['array', 'a list'],
  ['null', 'nothing'],
]);

function rephrase({ keyword, params }: SchemaError): ((value: Json | undefined) => string) | null {
  const { limit } = params;
  switch (keyword) {
    case 'enum': {
      const allowed = (params.allowedValues as readonly Json[] | undefined)?.map(String) ?? [];
      return (value) => `Use one of: ${allowed.join(', ')}.${didYouMean(String(value), allowed)}`;
    }
    case 'pattern':
      return () => `It must match ${params.pattern}.`;
    case 'minLength':
      return () => (limit === 1 ? 'Write something there.' : `Use at least ${limit} characters.`);
    case 'maxLength':
      return () => `Use at most ${limit} characters.`;
    case 'minItems':
      return () => `List at least ${limit}.`;
    case 'maxItems':
      return () => `List at most ${limit}.`;
    case 'uniqueItems':
      return () => `Remove one of the equal items ${Number(params.j) + 1} and ${Number(params.i) + 1}.`;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return () => `It must be ${params.comparison} ${limit}.`;
    case 'const':
      return () => `Write ${JSON.stringify(params.allowedValue)}.`;
    default:
      return null;
  }
}

/** `services.app.ports[0]`. */
export function display(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

function describe(value: Json | undefined): string {
  if (value === undefined || value === null) return 'empty';
  if (isMap(value)) return 'a mapping';
  if (isList(value)) return 'a list';
  return typeof value === 'string' ? quote(value) : String(value);
}

function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
