/** A place in a document and ajv's errors there → one sentence and its repair. */
import type { Json, Path } from '../types.ts';
import { display, isList, isMap } from './json.ts';
import { type Fault, quote } from './limits.ts';
import { didYouMean } from './nearest.ts';
import { PATTERN_HELP } from './schema.ts';
import type { KnownKeys, SchemaError, SchemaProblem } from './schema-errors.ts';

const TYPES = new Map([
  ['string', 'text'],
  ['number', 'a number'],
  ['integer', 'a whole number'],
  ['boolean', 'true or false'],
  ['object', 'a mapping'],
  ['array', 'a list'],
  ['null', 'nothing'],
]);

export function problemAt(
  path: Path,
  errors: readonly SchemaError[],
  value: Json | undefined,
  known: KnownKeys,
): SchemaProblem {
  const shown = path.length === 0 ? 'The document' : `"${display(path)}"`;
  if (errors.some(({ keyword }) => keyword === 'additionalProperties'))
    return { path, atKey: true, ...keyFault(path, known) };
  const badName = errors.find(({ propertyName }) => propertyName !== undefined);
  if (badName !== undefined) {
    return { path, atKey: true, message: `Name ${shown} is not allowed`, help: valueFault(shown, null, badName).help };
  }
  const types = errors.filter(({ keyword }) => keyword === 'type').flatMap(({ params }) => params.type);
  if (types.length > 0) {
    const wanted = oneOf([...new Set(types.map((type) => TYPES.get(String(type)) ?? String(type)))]);
    return { path, message: `${shown} is ${describe(value)}, not ${wanted}`, help: `Write ${wanted} there.` };
  }
  const lacks = errors
    .filter(({ keyword }) => keyword === 'required')
    .map(({ params }) => String(params.missingProperty));
  if (lacks.length > 0) return { path, ...lackFault(path, lacks), lacks };
  const [first] = errors;
  if (first === undefined) throw new Error('a problem is made of at least one error');
  return { path, ...valueFault(shown, value, first) };
}

/** Of keys that are not there. */
export function lackFault(path: Path, lacks: readonly string[]): Fault {
  const shown = path.length === 0 ? 'The document' : `"${display(path)}"`;
  const keys = lacks.map((key) => `"${key}"`).join(', ');
  return { message: `${shown} lacks ${keys}`, help: `Add ${keys}.` };
}

function keyFault(path: Path, known: KnownKeys): Fault {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const names = keysAt(parent, known);
  const where = parent.length === 0 ? '' : ` in "${display(parent)}"`;
  if (names.length === 0) {
    return { message: `Name ${quote(key)}${where} is not allowed`, help: 'Use letters, digits, ".", "_" and "-".' };
  }
  return { message: `Key ${quote(key)}${where} is unknown`, help: `Remove or rename it.${didYouMean(key, names)}` };
}

/** A place in the table fits a path when each step is equal or `*`. */
function keysAt(path: Path, known: KnownKeys): readonly string[] {
  return Object.entries(known).flatMap(([place, names]) => {
    const steps = place === '' ? [] : place.split('.');
    const fits = (step: string, index: number) => step === '*' || step === String(path[index]);
    return steps.length === path.length && steps.every(fits) ? names : [];
  });
}

function valueFault(shown: string, value: Json | undefined, { keyword, params }: SchemaError): Fault {
  const { limit } = params;
  const size = isList(value) ? `${value.length} items` : `${String(value ?? '').length} characters`;
  switch (keyword) {
    case 'enum': {
      const allowed = isList(params.allowedValues as Json) ? (params.allowedValues as Json[]).map(String) : [];
      const meant = didYouMean(String(value), allowed).trimStart();
      return {
        message: `${shown} is ${describe(value)}, which is no choice`,
        help: `${meant} Choose from ${allowed.join(', ')}.`.trimStart(),
      };
    }
    case 'pattern': {
      const help = PATTERN_HELP[String(params.pattern)] ?? `It must match ${params.pattern}.`;
      return { message: `${shown} is ${describe(value)}, which has the wrong form`, help };
    }
    case 'minLength':
    case 'minItems':
      return { message: `${shown} has ${size}`, help: `Give it at least ${limit}.` };
    case 'maxLength':
    case 'maxItems':
      return { message: `${shown} has ${size}`, help: `Keep it to ${limit}.` };
    case 'uniqueItems': {
      const [first, second] = [Number(params.i), Number(params.j)].sort((a, b) => a - b);
      const message = `Items ${Number(first) + 1} and ${Number(second) + 1} of ${shown} are equal`;
      return { message, help: 'Remove one of them.' };
    }
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return { message: `${shown} is ${describe(value)}`, help: `It must be ${params.comparison} ${limit}.` };
    default:
      return {
        message: `${shown} is ${describe(value)}, which its schema refuses`,
        help: `See the schema (${keyword}).`,
      };
  }
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
