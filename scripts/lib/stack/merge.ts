/**
 * Files → one, as docker/cli merges them (cli/compose/loader/merge.go). What only one file says stays the object it is there; of
 * what is made anew, it is remembered where each part comes from.
 */
import { isList, isMap, type JsonMap, mapOf } from '../recipe/json.ts';
import type { Json, Path } from '../types.ts';
import { FORMAT, type Shape } from './format.ts';
import { mergedPorts } from './ports.ts';
import { bytesOf, durationOf, scalarOf } from './quantities.ts';
import { volumeParts } from './readings.ts';
import type { FilledFile, MergeLoss, Origin } from './stack.ts';

/** A value and where it is written. */
interface Part {
  readonly value: Json;
  readonly origin: Origin;
}

/** Where the entries of maps and lists come from that were made by merging. */
const origins = new WeakMap<object, ReadonlyMap<string | number, Origin>>();

export interface Merged {
  readonly value: JsonMap;
  readonly origin: (path: Path) => Origin;
  readonly losses: readonly MergeLoss[];
}

/** `files`: at least one, the base first. */
export function mergeFiles(files: readonly FilledFile[]): Merged {
  const losses: MergeLoss[] = [];
  const parts = files.map(({ file, value }): Part => ({ value, origin: { file, path: [] } }));
  const whole = parts.reduce((below, above) => mergeMaps(below, above, FORMAT, losses));
  return { value: mapOf(whole.value), origin: (path) => originIn(whole, path), losses };
}

function originIn(whole: Part, path: Path): Origin {
  let part = whole;
  for (const step of path) {
    const next = childOf(part, step);
    if (next === null) return part.origin;
    part = next;
  }
  return part.origin;
}

function childOf({ value, origin }: Part, step: string | number): Part | null {
  const child = isList(value)
    ? typeof step === 'number'
      ? value[step]
      : undefined
    : isMap(value) && Object.hasOwn(value, step)
      ? value[step]
      : undefined;
  if (child === undefined) return null;
  const made = isList(value) || isMap(value) ? origins.get(value)?.get(step) : undefined;
  return { value: child, origin: made ?? { file: origin.file, path: [...origin.path, step] } };
}

function entriesOf(part: Part): readonly (readonly [string, Part])[] {
  return Object.keys(mapOf(part.value)).flatMap((key) => {
    const child = childOf(part, key);
    return child === null ? [] : [[key, child] as const];
  });
}

function itemsOf(part: Part): readonly Part[] {
  return (isList(part.value) ? part.value : []).flatMap((_, index) => childOf(part, index) ?? []);
}

/** A map or list made of parts; it is said to come from where the first of both came from. */
function mapFrom(entries: ReadonlyMap<string, Part>, origin: Origin): Part {
  const value = Object.fromEntries([...entries].map(([key, part]) => [key, part.value]));
  origins.set(value, new Map([...entries].map(([key, part]) => [key, part.origin])));
  return { value, origin };
}

function listFrom(items: readonly Part[], origin: Origin): Part {
  const value = items.map((part) => part.value);
  origins.set(value, new Map(items.map((part, index) => [index, part.origin])));
  return { value, origin };
}

type Merging = (below: Part, above: Part, shape: Shape, losses: MergeLoss[]) => Part;

const MERGINGS: { readonly [merge in NonNullable<Shape['merge']>]: Merging } = {
  later: mergeLater,
  filled: (below, above, _, losses) => (isFilledCommand(above.value) ? above : keep(below, above, losses)),
  ports: mergePorts,
  target: (below, above) => mergeByKey(below, above, targetOf),
  source: (below, above) => mergeByKey(below, above, (entry) => String(isMap(entry) ? entry.source : entry)),
  entries: mergeEntries,
  environment: mergeEntries,
  hosts: (below, above) => listFrom([...hostsOf(below), ...hostsOf(above)], below.origin),
  names: mergeNames,
  test: (below, above, _, losses) => {
    losses.push({ kind: 'appended', ...above.origin });
    return listFrom([...testOf(below), ...testOf(above)], below.origin);
  },
  texts: (below, above) => listFrom([...textsOf(below), ...textsOf(above)], below.origin),
  context: (below, above, shape, losses) => mergeMaps(inContext(below), inContext(above), shape, losses),
  logging: mergeLogging,
  network: mergeNetwork,
};

function merge(below: Part, above: Part, shape: Shape, losses: MergeLoss[]): Part {
  if (shape.merge !== undefined) return MERGINGS[shape.merge](below, above, shape, losses);
  if (isMap(below.value) && isMap(above.value)) return mergeMaps(below, above, shape, losses);
  if (isList(below.value) && isList(above.value)) {
    return listFrom([...itemsOf(below), ...itemsOf(above)], below.origin);
  }
  return isEmpty(above.value, shape) ? keep(below, above, losses) : above;
}

function mergeMaps(below: Part, above: Part, shape: Shape, losses: MergeLoss[]): Part {
  const entries = new Map(entriesOf(below));
  for (const [key, part] of entriesOf(above)) {
    const under = entries.get(key);
    entries.set(key, under === undefined ? part : merge(under, part, shapeOf(key, shape), losses));
  }
  for (const [key, part] of entriesOf(below)) {
    if (!Object.hasOwn(mapOf(above.value), key)) entries.set(key, onceEach(part, shapeOf(key, shape), losses));
  }
  return mapFrom(entries, below.origin);
}

/** Of what is merged by a key Docker keeps one entry each, even where the other file says nothing. */
function onceEach(part: Part, shape: Shape, losses: MergeLoss[]): Part {
  if (shape.merge !== 'ports' && shape.merge !== 'target' && shape.merge !== 'source') return part;
  const merged = MERGINGS[shape.merge](part, { value: [], origin: part.origin }, shape, losses);
  return itemsOf(merged).length === itemsOf(part).length ? part : merged;
}

function shapeOf(key: string, shape: Shape): Shape {
  if (shape.keys !== undefined && Object.hasOwn(shape.keys, key)) return shape.keys[key] ?? shape;
  return (shape.names?.pattern.test(key) === true ? shape.names.shape : shape.rest) ?? { kinds: [] };
}

/** What Go's zero value is replaces nothing. */
function isEmpty(value: Json, { reading }: Shape): boolean {
  if (typeof value === 'string' && reading === 'duration') return durationOf(value) === 0;
  if (typeof value === 'string' && reading === 'bytes') return bytesOf(value) === 0;
  if (isMap(value)) return Object.keys(value).length === 0;
  return isList(value) ? value.length === 0 : value === null || value === false || value === 0 || value === '';
}

function keep(below: Part, above: Part, losses: MergeLoss[]): Part {
  if (above.value !== null && scalarOf(above.value) !== scalarOf(below.value))
    losses.push({ kind: 'empty', ...above.origin });
  return below;
}

/** An entry of the top level is replaced as a whole; what the other file said of it is gone. */
function mergeLater(below: Part, above: Part, _: Shape, losses: MergeLoss[]): Part {
  const lost = Object.keys(mapOf(below.value)).some((key) => !Object.hasOwn(mapOf(above.value), key));
  if (lost && below.origin.path.length === 2) losses.push({ kind: 'replaced', ...above.origin });
  return above;
}

function isFilledCommand(value: Json): boolean {
  return isList(value) ? value.length > 0 : typeof value === 'string' && value.trim() !== '';
}

function mergePorts(below: Part, above: Part): Part {
  const items = [...itemsOf(below), ...itemsOf(above)];
  const entries = mergedPorts(items.map(({ value }) => value));
  return listFrom(
    entries.map(({ index, value }) => ({ value, origin: items[index]?.origin ?? below.origin })),
    below.origin,
  );
}

function mergeByKey(below: Part, above: Part, keyOf: (entry: Json) => string): Part {
  const entries = new Map([...itemsOf(below), ...itemsOf(above)].map((part) => [keyOf(part.value), part] as const));
  return listFrom([...entries.values()], below.origin);
}

function targetOf(entry: Json): string {
  if (isMap(entry)) return scalarOf(entry.target);
  const [first = '', target = first] = volumeParts(scalarOf(entry));
  return target;
}

/** `key=value` lists and maps, by key. In a list as long as both are one. */
function mergeEntries(below: Part, above: Part, { merge: how }: Shape, losses: MergeLoss[]): Part {
  const entries = new Map<string, Part>(keyed(below));
  for (const [key, part] of keyed(above)) {
    const under = entries.get(key);
    const isLost = how === 'environment' && under !== undefined && isEmptyEntry(part.value, key);
    if (under === undefined || !isLost) entries.set(key, part);
    else if (!isEmptyEntry(under.value, key)) keep(under, part, losses);
  }
  if (isList(below.value) && isList(above.value)) return listFrom([...entries.values()], below.origin);
  const values = [...entries].map(
    ([key, { value, origin }]) => [key, { value: entryValue(value, key), origin }] as const,
  );
  return mapFrom(new Map(values), below.origin);
}

function keyed(part: Part): readonly (readonly [string, Part])[] {
  if (!isList(part.value)) return entriesOf(part);
  return itemsOf(part).map((item) => [scalarOf(item.value).split('=', 1)[0] ?? '', item] as const);
}

/** The value of an entry that may still be written as `key=value`. */
function entryValue(entry: Json, key: string): Json {
  if (typeof entry !== 'string') return entry;
  if (entry === key) return null;
  return entry.startsWith(`${key}=`) ? entry.slice(key.length + 1) : entry;
}

function isEmptyEntry(entry: Json, key: string): boolean {
  return (entryValue(entry, key) ?? '') === '';
}

function hostsOf(part: Part): readonly Part[] {
  if (isList(part.value)) return itemsOf(part);
  return entriesOf(part).map(([host, { value, origin }]) => ({ value: `${host}:${scalarOf(value)}`, origin }));
}

/** Networks of a service: a list of names, or a map of what is said of each. */
function mergeNames(below: Part, above: Part, shape: Shape, losses: MergeLoss[]): Part {
  if (isList(below.value) && isList(above.value)) {
    const names = new Set(below.value);
    return listFrom([...itemsOf(below), ...itemsOf(above).filter(({ value }) => !names.has(value))], below.origin);
  }
  return mergeMaps(named(below), named(above), shape, losses);
}

function named(part: Part): Part {
  if (!isList(part.value)) return part;
  const entries = itemsOf(part).map(({ value, origin }) => [scalarOf(value), { value: null, origin }] as const);
  return mapFrom(new Map(entries), part.origin);
}

function mergeNetwork(below: Part, above: Part): Part {
  if (above.value === null) return below;
  if (below.value === null) return above;
  const entries = new Map(entriesOf(below));
  entries.delete('aliases');
  for (const [key, part] of entriesOf(above)) {
    if (key === 'aliases' || (key !== 'driver_opts' && scalarOf(part.value) !== '')) entries.set(key, part);
  }
  return mapFrom(entries, below.origin);
}

function testOf(part: Part): readonly Part[] {
  if (isList(part.value)) return itemsOf(part);
  return [{ value: 'CMD-SHELL', origin: part.origin }, part];
}

function textsOf(part: Part): readonly Part[] {
  return isList(part.value) ? itemsOf(part) : [part];
}

function inContext(part: Part): Part {
  return isMap(part.value) ? part : mapFrom(new Map([['context', part]]), part.origin);
}

function mergeLogging(below: Part, above: Part, shape: Shape, losses: MergeLoss[]): Part {
  const [own, other] = [scalarOf(mapOf(below.value).driver), scalarOf(mapOf(above.value).driver)];
  if (own !== '' && other !== '' && own !== other) return above;
  const options = childOf(above, 'options');
  if (options === null || mapOf(below.value).options !== undefined) return mergeMaps(below, above, shape, losses);
  // Docker merges them into a map that is not there.
  losses.push({ kind: 'options', ...options.origin });
  const entries = new Map([...entriesOf(below), ...entriesOf(above)]);
  entries.delete('options');
  return mapFrom(entries, below.origin);
}
