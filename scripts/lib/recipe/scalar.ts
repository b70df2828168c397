import type { Scalar } from 'yaml';
import type { Json } from '../types.ts';

const INTEGER = /^[-+]?(?:0x[0-9a-f]+|0o[0-7]+|0b[01]+|0[0-7]+|0|[1-9][0-9]*)$/i;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:e[-+]?[0-9]+)?$/i;
const KNOWN = new Map<string, Json>([
  ['', null],
  ['~', null],
  ['null', null],
  ['Null', null],
  ['NULL', null],
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);
const TAGS = new Set(['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`));

const TYPED = new Set(['int', 'float', 'bool', 'null'].map((name) => `tag:yaml.org,2002:${name}`));
const DATE =
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?)?)?$/;

/** A plain scalar that is no text to Docker but a point in time. */
export function isDate(source: string): boolean {
  return DATE.test(source);
}

/** Whether Docker can read `source` as what the tag says; true for tags it knows nothing of. */
export function isTagged(tag: string, source: string): boolean {
  if (tag === 'tag:yaml.org,2002:binary')
    return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(source.replaceAll(/\s/g, ''));
  if (!TYPED.has(tag)) return true;
  const value = plainScalar(source);
  if (tag.endsWith(':null')) return value === null;
  if (tag.endsWith(':bool')) return typeof value === 'boolean';
  return typeof value === 'number' && (tag.endsWith(':float') || INTEGER.test(source.replaceAll('_', '')));
}

/** True for the tags of YAML's core schema and for no tag at all. */
export function isCoreTag(tag: string | undefined): boolean {
  return tag === undefined || tag === '!' || TAGS.has(tag);
}

/** The value Docker's YAML library (gopkg.in/yaml.v3, `resolve.go`) gives a scalar. A tag it does not know makes it a text. */
export function scalarValue(node: Scalar): Json {
  const text = node.source ?? (typeof node.value === 'string' ? node.value : '');
  if (node.tag === undefined) return node.type === 'PLAIN' || node.type === undefined ? plainScalar(text) : text;
  if (node.tag === 'tag:yaml.org,2002:binary') return Buffer.from(text, 'base64').toString();
  return TYPED.has(node.tag) || (node.tag === '!' && node.type === 'PLAIN') ? plainScalar(text) : text;
}

/**
 * `0440` is octal, `1_000` an integer, `yes` and `on` are strings. What JSON cannot carry exactly (1e400, .inf, integers
 * beyond 2^53) and dates stay text.
 */
function plainScalar(text: string): Json {
  const known = KNOWN.get(text);
  if (known !== undefined) return known;
  if (!/^[-+.0-9]/.test(text) || text.length > 100) return text;
  const digits = text.replaceAll('_', '');
  if (INTEGER.test(digits)) return safe(integer(digits.toLowerCase()), text);
  return FLOAT.test(digits) ? safe(Number(digits), text) : text;
}

function integer(digits: string): number {
  const sign = digits.startsWith('-') ? -1 : 1;
  const unsigned = digits.replace(/^[-+]/, '');
  if (/^0[0-7]+$/.test(unsigned)) return sign * Number.parseInt(unsigned, 8);
  return sign * Number(unsigned);
}

function safe(value: number, text: string): Json {
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) return text;
  return value === 0 ? 0 : value;
}
