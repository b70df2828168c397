/** One compose file as `docker stack deploy` reads it: variables filled in, and everything it would refuse. */
import { interpolate } from '../recipe/interpolate.ts';
import { isList, isMap, type JsonMap, mapOf } from '../recipe/json.ts';
import { quote } from '../recipe/limits.ts';
import { didYouMean } from '../recipe/nearest.ts';
import type { Json, Path } from '../types.ts';
import { conflicts } from './conflicts.ts';
import { FORBIDDEN } from './forbidden.ts';
import { FORMAT, type Kind, NEWEST, type Shape } from './format.ts';
import { READINGS, REPAIRS } from './readings.ts';
import type { FilledFile, OddScalar, StackContext, StackFile, StackProblem, StackProblemKind } from './stack.ts';

interface Walk {
  readonly file: string;
  /** The `n` of version 3.n. */
  readonly minor: number;
  readonly context: StackContext;
  readonly odd: ReadonlyMap<string, OddScalar['kind']>;
  /** Where the walk is. */
  readonly path: (string | number)[];
  readonly problems: StackProblem[];
}

type Told = Omit<StackProblem, 'file' | 'path' | 'kind'> & { readonly path?: Path };

/** Never throws, and takes linear time. Of what is refused the value stays as it was written, or is left empty. */
export function fillFile({ file, value, odd = [] }: StackFile, context: StackContext): FilledFile {
  const problems: StackProblem[] = [];
  const version = versionOf(value);
  const minor = minorOf(value);
  const kinds = new Map(odd.map((each) => [keyOf(each.path), each.kind] as const));
  const walk: Walk = { file, minor: minor ?? NEWEST, context, odd: kinds, path: [], problems };
  if (minor === null) tellVersion(walk, version);
  const filled = isMap(value) ? mapOf(read(value, FORMAT, walk)) : {};
  if (!isMap(value)) {
    const help = 'Write keys such as "services:" at the beginning of a line.';
    tell(walk, 'schema', { message: 'The file is no mapping', help });
  }
  for (const { path, kind } of odd) {
    if (kind !== 'infinite') continue;
    tell(walk, 'schema', { path, message: 'Docker cannot carry an infinite number', help: 'Put it in quotes.' });
  }
  if (problems.length === 0) problems.push(...conflicts(file, filled, context));
  return { file, version, value: filled, problems };
}

function versionOf(value: Json): string {
  if (!isMap(value) || !Object.hasOwn(value, 'version')) return `3.${NEWEST}`;
  const { version } = value;
  const text = version === null ? '<nil>' : String(version);
  return text === '' || text === '3' ? `3.${NEWEST}` : text;
}

/** Null for a version that Docker does not know. */
function minorOf(value: Json): number | null {
  const [, minor] = /^3\.(0|[1-9][0-9]?)$/.exec(versionOf(value)) ?? [];
  return minor === undefined || Number(minor) > NEWEST ? null : Number(minor);
}

function tellVersion(walk: Walk, version: string): void {
  const message = `docker stack deploy knows no version ${quote(version)} of the format`;
  const help = `Remove the line: the newest, 3.${NEWEST}, is taken then.`;
  tell(walk, 'version', { path: ['version'], message, help });
}

function tell({ file, path, problems }: Walk, kind: StackProblemKind, told: Told): void {
  problems.push({ kind, file, ...told, path: told.path ?? [...path] });
}

function read(value: Json, shape: Shape, walk: Walk): Json {
  if (typeof value === 'string') return readText(value, shape, walk);
  if (!accepts(shape, kindOf(value), walk)) return refuse(value, shape, walk);
  if (isMap(value)) return readMap(value, shape, walk);
  if (isList(value)) return readList(value, shape, walk);
  if (typeof value === 'number') checkNumber(value, shape, walk);
  return value;
}

function kindOf(value: Json): Kind {
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'string' ? 'text' : isList(value) ? 'list' : 'map';
}

function accepts(shape: Shape, kind: Kind, walk: Walk): boolean {
  if (kind === 'map' && (shape.mapSince ?? 0) > walk.minor) return false;
  if (kind === 'integer') return takesNumber(shape, oddKind(walk));
  return shape.kinds.includes(kind);
}

/** `odd`: in which way the integer is one only by the look of it. */
function takesNumber({ kinds, exact, loose }: Shape, odd: OddScalar['kind'] | undefined): boolean {
  if (exact === true && odd !== undefined && loose !== true) return false;
  return kinds.includes('integer') || kinds.includes('number');
}

function oddKind({ odd, path }: Walk): OddScalar['kind'] | undefined {
  return odd.size === 0 ? undefined : odd.get(keyOf(path));
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}

function readText(text: string, shape: Shape, walk: Walk): Json {
  const odd = oddKind(walk);
  // Told once for the whole file.
  if (odd === 'infinite') return text;
  if (odd === 'number' || odd === 'float') {
    if (!takesNumber(shape, odd)) refuse(text, shape, walk);
    else if (text.startsWith('-')) checkNumber(-1, { ...shape, kinds: [] }, walk);
    return text;
  }
  if (odd === 'date' && shape.loose !== true) {
    const message = `${nameOf(walk.path)} is a date to Docker: ${quote(text)}`;
    tell(walk, 'schema', { message, help: `Put it in quotes: "${quote(text).slice(1, -1)}".` });
    return text;
  }
  return text.includes('$') ? readVariables(text, shape, walk) : readFilled(text, shape, walk);
}

function readVariables(text: string, shape: Shape, walk: Walk): Json {
  const { value, errors, missing, unset, isRefused } = interpolate(text, walk.context.environment);
  if (isRefused) {
    const help = 'Write "$$" for a dollar sign, or give the variable a value.';
    const kind = unset.length === errors.length ? 'required' : 'interpolation';
    for (const message of errors)
      tell(walk, kind, { message, help, ...(kind === 'required' ? { variables: unset } : {}) });
    return value;
  }
  const before = walk.problems.length;
  const isCast = value !== text && shape.cast !== undefined && isPlainPath(walk.path);
  const read = isCast ? cast(value, shape, walk) : readFilled(value, shape, walk);
  const [name] = missing;
  // Docker puts nothing where a variable is not set, and refuses what is left.
  if (name !== undefined) {
    const help = `Set ${quote(name)} in .env.sample, or give it a default: "\${${name.slice(0, 40)}:-…}".`;
    walk.problems.push(...walk.problems.splice(before).map((problem) => ({ ...problem, help })));
  }
  return read;
}

function readFilled(text: string, shape: Shape, walk: Walk): Json {
  if (!shape.kinds.includes('text')) return refuse(text, shape, walk);
  checkText(text, shape, walk);
  return text;
}

/** Docker looks for the place by the dots in it, so that it takes "a.b" for two names. */
function isPlainPath(path: Path): boolean {
  return path.every((step) => typeof step === 'number' || !step.includes('.'));
}

const CASTS: { readonly [cast in NonNullable<Shape['cast']>]: (text: string) => number | boolean | null } = {
  integer: (text) => (/^[+-]?[0-9]{1,18}$/.test(text) ? Number(text) : null),
  number: (text) => {
    const value = /^[+-]?0x/i.test(text) ? hexFloat(text) : Number(decimal(text));
    return Number.isFinite(value) ? value : null;
  },
  boolean: (text) => {
    if (/^(?:y|yes|true|on)$/i.test(text)) return true;
    return /^(?:n|no|false|off)$/i.test(text) ? false : null;
  },
};

function decimal(text: string): string {
  return /^[+-]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:e[+-]?[0-9]+)?$/i.test(text)
    ? text.replaceAll('_', '')
    : 'NaN';
}

/** `0x1p-2`: Go takes such a number only with its exponent. */
function hexFloat(text: string): number {
  const [, sign, whole = '', fraction = '', power] =
    /^([+-]?)0x([0-9a-f]*)\.?([0-9a-f]*)p([+-]?[0-9]{1,4})$/i.exec(text) ?? [];
  if (power === undefined || whole + fraction === '') return Number.NaN;
  const value = Number(`0x${whole}${fraction}`) * 2 ** (Number(power) - 4 * fraction.length);
  return sign === '-' ? -value : value;
}

const CASTED = { integer: 'a whole number', number: 'a number', boolean: 'true or false' } as const;

function cast(text: string, shape: Shape, walk: Walk): Json {
  const value = shape.cast === undefined ? null : CASTS[shape.cast](text);
  if (value !== null && shape.cast !== undefined) {
    if (typeof value === 'number') checkNumber(value, shape, walk);
    return value;
  }
  const wanted = shape.cast === undefined ? '' : CASTED[shape.cast];
  const message = `${nameOf(walk.path)} has to be ${wanted}, and the variables make it ${quote(text)}`;
  tell(walk, 'interpolation', { message, help: `Set the variable to ${wanted}.` });
  return text;
}

function checkText(text: string, shape: Shape, walk: Walk): void {
  const fault = shape.reading === undefined ? null : READINGS[shape.reading](text);
  if (fault !== null) {
    tell(walk, 'value', { message: `${nameOf(walk.path)} ${fault}: ${quote(text)}`, help: repairOf(shape) });
  } else if (shape.words !== undefined && !shape.words.includes(text)) {
    const words = shape.words.map((word) => `"${word}"`).join(' or ');
    const message = `${nameOf(walk.path)} is ${quote(text)}, which docker stack deploy does not know`;
    tell(walk, 'schema', { message, help: `Write ${words}.` });
  }
}

function checkNumber(value: number, shape: Shape, walk: Walk): void {
  const { minimum, reading } = shape;
  const fault = reading === undefined ? null : READINGS[reading](String(value));
  if (fault !== null) {
    tell(walk, 'value', { message: `${nameOf(walk.path)} ${fault}: ${value}`, help: repairOf(shape) });
  } else if (minimum !== undefined && value < minimum) {
    tell(walk, 'value', { message: `${nameOf(walk.path)} is negative: ${value}`, help: `Write ${minimum} or more.` });
  }
}

function readList(list: readonly Json[], shape: Shape, walk: Walk): Json {
  let filled: Json[] | null = null;
  const isUnique = shape.unique === true || (shape.uniqueUntil ?? -1) >= walk.minor;
  const seen = new Set<string>();
  for (const [index, item] of list.entries()) {
    walk.path.push(index);
    const value = read(item, shape.items ?? shape, walk);
    if (value !== item) {
      filled ??= [...list];
      filled[index] = value;
    }
    if (isUnique) {
      const key = JSON.stringify(value);
      if (seen.has(key)) {
        const message = `${nameOf(walk.path)} stands there twice: ${shown(value)}`;
        tell(walk, 'schema', { message, help: 'Remove one of the two.' });
      }
      seen.add(key);
    }
    walk.path.pop();
  }
  return filled ?? list;
}

function readMap(map: JsonMap, shape: Shape, walk: Walk): Json {
  let filled: Record<string, Json> | null = null;
  for (const key of Object.keys(map)) {
    const entry = map[key] ?? null;
    walk.path.push(key);
    const known = shapeOf(key, shape);
    if (known === null || (known.since ?? 0) > walk.minor) tellUnknown(key, shape, known, walk);
    else {
      const value = read(entry, known, walk);
      if (value !== entry) {
        filled ??= { ...map };
        filled[key] = value;
      }
    }
    walk.path.pop();
  }
  for (const key of shape.required ?? []) {
    if (Object.hasOwn(map, key)) continue;
    tell(walk, 'schema', { message: `${nameOf(walk.path)} has no "${key}"`, help: `Add "${key}".` });
  }
  if (shape.reading === 'volume' && (filled ?? map).type === 'bind' && ((filled ?? map).source ?? '') === '') {
    const help = 'Add "source" with a path of the host, or mount a volume.';
    tell(walk, 'value', { message: `${nameOf(walk.path)} is a bind mount without a source`, help });
  }
  return filled ?? map;
}

function shapeOf(key: string, shape: Shape): Shape | null {
  if (shape.keys !== undefined && Object.hasOwn(shape.keys, key)) return shape.keys[key] ?? null;
  if (shape.names?.pattern.test(key) === true) return shape.names.shape;
  // What is free is free all the way down.
  return shape.rest ?? (shape.keys === undefined && shape.names === undefined ? shape : null);
}

function tellUnknown(key: string, { names, keys }: Shape, known: Shape | null, walk: Walk): void {
  const parent = walk.path.length === 1 ? 'the file' : nameOf(walk.path.slice(0, -1));
  const isOfService = walk.path.length === 3 && walk.path[0] === 'services';
  if (isOfService && Object.hasOwn(FORBIDDEN, key)) {
    const help = FORBIDDEN[key] ?? '';
    tell(walk, 'forbidden', { atKey: true, message: `docker stack deploy refuses ${quote(key)}`, help });
  } else if (known !== null) {
    const message = `Key ${quote(key)} came with version 3.${known.since} of the format, and this is 3.${walk.minor}`;
    tell(walk, 'schema', { atKey: true, message, help: 'Remove the line "version": the newest is taken then.' });
  } else if (keys === undefined && names !== undefined) {
    const message = `${quote(key)} is no name that docker stack deploy takes in ${parent}`;
    const help = 'Use letters, digits, ".", "_" and "-".';
    tell(walk, 'schema', { atKey: true, message, help });
  } else {
    const message = `docker stack deploy knows no key ${quote(key)} in ${parent}`;
    tell(walk, 'schema', { atKey: true, message, help: `Remove it.${didYouMean(key, Object.keys(keys ?? {}))}` });
  }
}

function repairOf({ reading }: Shape): string {
  return reading === undefined ? 'Correct it.' : REPAIRS[reading];
}

const KINDS: { readonly [kind in Kind]: string } = {
  text: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'nothing',
  map: 'a mapping',
  list: 'a list',
};

function refuse(value: Json, shape: Shape, walk: Walk): Json {
  const kinds = shape.kinds.filter((kind) => kind !== 'map' || (shape.mapSince ?? 0) <= walk.minor);
  const named = kinds.map((kind) => KINDS[kind]);
  const wanted = named.length > 1 ? `${named.slice(0, -1).join(', ')} or ${named.at(-1)}` : named.join();
  const message = `${nameOf(walk.path)} has to be ${wanted} for docker stack deploy, not ${shown(value)}`;
  tell(walk, 'schema', { message, help: repair(value, kinds), kinds });
  return value;
}

function shown(value: Json): string {
  if (typeof value === 'string') return `the text ${quote(value)}`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : KINDS[kindOf(value)];
}

/** The place is told besides, so that one fault behind an anchor is one. */
function nameOf(path: Path): string {
  const index = path.findLastIndex((step) => typeof step === 'string');
  const key = quote(String(path[index] ?? 'the file'));
  const items = path.slice(index + 1).map((step) => `entry ${Number(step) + 1} of `);
  return `${items.reverse().join('')}${key}`.replace(/^e/, 'E');
}

function repair(value: Json, kinds: readonly Kind[]): string {
  if (value === null) return 'Give it a value, or remove the key.';
  if (kinds.includes('text') && (typeof value === 'number' || typeof value === 'boolean')) {
    return `Put it in quotes: "${value}".`;
  }
  if (typeof value === 'string' && (kinds.includes('integer') || kinds.includes('boolean')))
    return 'Write it without quotes.';
  if (kinds.includes('list') && !isList(value)) return 'Write a list, each item behind a "-".';
  return kinds.includes('map') ? 'Write a mapping, "key: value".' : 'Write a single value.';
}
