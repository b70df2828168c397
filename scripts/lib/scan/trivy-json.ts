/** The JSON of a scanner, taken apart: what is absent is nothing, what has another shape than ever written is damage. Pure. */
import type { Json } from '../types.ts';

export type Raw = { readonly [key: string]: Json };

/** Throws a one-line reason. */
export function parseJson(text: string): Json {
  if (text.trim() === '') throw new Error('it is empty');
  if (/^\s*</.test(text)) throw new Error('it is a web page, no JSON');
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new Error('it is cut off or no JSON');
  }
}

/** The objects of the list `key`; none where there is no list. Throws where something else stands: it is not to be read as nothing. */
export function listOf(owner: Raw, key: string): readonly Raw[] {
  const value = owner[key];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Error(`its ${key} are no list`);
  return value
    .filter((each) => each !== null)
    .map((each) => {
      if (!isMap(each)) throw new Error(`its ${key} hold something else than objects`);
      return each;
    });
}

export function mapOf(value: Json | undefined): Raw {
  return isMap(value) ? value : {};
}

/** Null for what is no text, or an empty one. */
export function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.flatMap((each) => textOf(each) ?? []) : [];
}

function isMap(value: Json | undefined): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
