/**
 * Variables the way `docker stack deploy` fills them in (docker/cli, cli/compose/template). Not the way a shell or
 * `docker compose` does: a default is not expanded itself, `$A-b` without braces is a default too, and a `-` in the text of
 * `${A:?not-set}` turns it into one.
 */
import type { Json, Path } from '../types.ts';
import { isList } from './json.ts';
import { quote } from './limits.ts';

export interface Interpolated {
  readonly value: string;
  /** Names that are not set and have no default; Docker puts nothing there and says nothing. */
  readonly missing: readonly string[];
  /** For each fault of syntax and each required variable without a value; Docker stops at one of them. */
  readonly errors: readonly string[];
  /** Names of required variables without a value; each is among the errors as well. */
  readonly unset: readonly string[];
  /** Docker forgets an error when it finds a variable without fault behind it. */
  readonly isRefused: boolean;
}

export type Environment = { readonly [name: string]: string };

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'invalid'; readonly text: string; readonly offset: number }
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly braced: boolean;
      readonly operator: Operator;
      readonly argument: string;
    };

type Operator = '' | ':-' | '-' | ':?' | '?';

export function interpolate(text: string, env: Environment): Interpolated {
  if (!text.includes('$')) return { value: text, missing: [], errors: [], unset: [], isRefused: false };
  const missing = new Set<string>();
  const errors: string[] = [];
  const unset: string[] = [];
  let isRefused = false;
  const value = partsOf(text).map((part) => {
    if (part.kind === 'text') return part.text;
    if (part.kind === 'invalid') {
      errors.push(`${quote(part.text)} is no variable that docker stack deploy understands`);
      isRefused = true;
      return '';
    }
    isRefused = false;
    const { name, operator, argument } = part;
    const set = Object.hasOwn(env, name) ? env[name] : undefined;
    const usable = operator.startsWith(':') ? set !== undefined && set !== '' : set !== undefined;
    if (usable) return set ?? '';
    if (operator.endsWith('-')) return argument;
    if (operator === '') missing.add(name);
    else {
      const why = argument === '' ? '' : `: ${argument}`;
      errors.push(`Variable "${name}" is required${why}`);
      unset.push(name);
      isRefused = true;
    }
    return '';
  });
  return { value: value.join(''), missing: [...missing], errors, unset, isRefused };
}

export interface InterpolatedCompose {
  readonly value: Json;
  readonly missing: readonly { readonly name: string; readonly path: Path }[];
  readonly errors: readonly { readonly message: string; readonly path: Path; readonly isRefused: boolean }[];
}

/** Every text of a compose document, also below `x-`; keys are left as they are, numbers stay text. */
export function interpolateCompose(value: Json, env: Environment): InterpolatedCompose {
  const missing: { name: string; path: Path }[] = [];
  const errors: { message: string; path: Path; isRefused: boolean }[] = [];
  const filled = mapTexts(value, [], (text, path) => {
    const result = interpolate(text, env);
    missing.push(...result.missing.map((name) => ({ name, path })));
    errors.push(...result.errors.map((message) => ({ message, path, isRefused: result.isRefused })));
    return result.value;
  });
  return { value: filled, missing, errors };
}

export interface Variable {
  readonly name: string;
  readonly path: Path;
  /** Null when it has none. */
  readonly default: string | null;
  /** `${A:?…}` or `${A?…}`. */
  readonly required: boolean;
}

/** Every use of a variable in a document, in its order. */
export function variablesIn(value: Json): readonly Variable[] {
  const variables: Variable[] = [];
  mapTexts(value, [], (text, path) => {
    for (const part of partsOf(text)) {
      if (part.kind !== 'variable') continue;
      const { name, operator, argument } = part;
      variables.push({
        name,
        path,
        default: operator.endsWith('-') ? argument : null,
        required: operator.endsWith('?'),
      });
    }
    return text;
  });
  return variables;
}

/**
 * Where a text has a "$" that can only mean itself, for nobody would read a variable there. Null when that is not certain:
 * `${A:+b}` means something to docker compose, and beside `$A` without braces it may all be one word, such as a hash.
 */
export function plainDollars(text: string): readonly number[] | null {
  const offsets: number[] = [];
  for (const part of partsOf(text)) {
    if (part.kind === 'variable' && !part.braced) return null;
    if (part.kind !== 'invalid') continue;
    if (text[part.offset + 1] === '{') return null;
    offsets.push(part.offset);
  }
  return offsets;
}

/** Changes the texts with a "$". `at`: where the walk is. */
function mapTexts(value: Json, at: (string | number)[], change: (text: string, path: Path) => string): Json {
  if (typeof value === 'string') return value.includes('$') ? change(value, [...at]) : value;
  if (typeof value !== 'object' || value === null) return value;
  const below = (step: string | number, item: Json): Json => {
    at.push(step);
    const changed = mapTexts(item, at, change);
    at.pop();
    return changed;
  };
  if (isList(value)) return value.map((item, index) => below(index, item));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, below(key, item)]));
}

/** Docker's regular expression, walked by hand: on `${a-${a-${a-…` the expression itself takes quadratic time. */
function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  const lastBrace = text.lastIndexOf('}');
  let done = 0;
  for (let at = text.indexOf('$'); at !== -1; at = text.indexOf('$', done)) {
    if (at > done) parts.push({ kind: 'text', text: text.slice(done, at) });
    const braced = text[at + 1] === '{';
    const start = braced ? at + 2 : at + 1;
    const [head = '', name = '', operator = ''] = stickyHead(text, start);
    const closing = operator === '' ? start + head.length : lastBrace < start ? -1 : text.indexOf('}', start);
    if (text[at + 1] === '$') {
      parts.push({ kind: 'text', text: '$' });
      done = at + 2;
    } else if (name === '' || (braced && text[closing] !== '}')) {
      parts.push({ kind: 'invalid', text: text.slice(at, at + 20), offset: at });
      done = at + 1;
    } else {
      const end = closing === -1 ? text.length : closing;
      parts.push(variable(name, text.slice(start + name.length, end), braced));
      done = braced ? end + 1 : end;
    }
  }
  if (done < text.length) parts.push({ kind: 'text', text: text.slice(done) });
  return parts;
}

function stickyHead(text: string, start: number): readonly string[] {
  // Go folds case as Unicode has it: "ſ" is an "s".
  const head = /([a-z_][a-z0-9_]*)(:?[-?])?/iuy;
  head.lastIndex = start;
  return head.exec(text) ?? [];
}

/** Docker looks for `:-` anywhere, then `-`, then `:?`, then `?`; whatever comes before it is the name. */
function variable(name: string, rest: string, braced: boolean): Part {
  for (const operator of [':-', '-', ':?', '?'] as const) {
    const at = rest.indexOf(operator);
    if (at !== -1) {
      const argument = rest.slice(at + operator.length);
      return { kind: 'variable', name: name + rest.slice(0, at), braced, operator, argument };
    }
  }
  return { kind: 'variable', name, braced, operator: '', argument: '' };
}
