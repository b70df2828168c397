/** Short and long forms of a value → one form. */
import { posix } from 'node:path';
import { isList, isMap, mapOf } from '../../scripts/lib/recipe/json.ts';
import { bytesOf, durationOf } from '../../scripts/lib/stack/quantities.ts';
import { portBindings, volumeParts } from '../../scripts/lib/stack/readings.ts';
import type { Json } from '../../scripts/lib/types.ts';
import { each, listOf, only, pruned, sorted, type Turn, turned } from './maps.ts';
import { FOLDER, HOME } from './reference.ts';

/** More than these may be written there, and is lost. */
const MOUNT: { readonly [key: string]: Turn } = {
  bind: (value) => only(mapOf(value), ['propagation']),
  volume: (value) => only(mapOf(value), ['nocopy', 'subpath']),
  tmpfs: (value) => only(mapOf(value), ['size']),
};

export function attachments(value: Json): Json {
  if (isList(value)) return Object.fromEntries(value.map((name) => [String(name), {}]));
  return each(value, (_, each) => pruned(turned(mapOf(each), { driver_opts: (opts) => texts(opts, '') })));
}

export function ports(value: Json): readonly Json[] {
  if (isMap(value)) return [pruned(value)];
  const bindings = portBindings(String(value));
  if (typeof bindings === 'string') throw new Error(`port ${JSON.stringify(value)} ${bindings}`);
  return bindings.map((binding) => pruned({ mode: 'ingress', ...binding }));
}

export function mount(value: Json): Json {
  if (isMap(value)) {
    const { type, source = '' } = value;
    return pruned({ ...turned(value, MOUNT), source: type === 'bind' ? absolute(String(source)) : source });
  }
  const [first = '', second, options = ''] = volumeParts(String(value));
  if (second === undefined) return { type: 'volume', target: first };
  const type = /^[./~]/.test(first) || first.includes(':') || first.startsWith('\\\\') ? 'bind' : 'volume';
  const flags = options.split(',');
  return pruned({
    type,
    source: type === 'bind' ? absolute(first) : first,
    target: second,
    read_only: flags.findLast((flag) => flag === 'ro' || flag === 'rw') === 'ro',
    volume: { nocopy: flags.includes('nocopy') },
    bind: { propagation: flags.findLast((flag) => /^r?(?:shared|slave|private)$/.test(flag)) ?? '' },
  });
}

function absolute(path: string): string {
  if (path.startsWith('~')) return posix.normalize(`${HOME}${path.slice(1)}`);
  return path.startsWith('/') || /^[a-z]:[\\/]/i.test(path) ? path : posix.resolve(FOLDER, path);
}

export function reference(value: Json): Json {
  const { mode, ...rest } = isMap(value) ? value : { source: value };
  const known = only(rest, ['source', 'target', 'uid', 'gid']);
  return pruned(typeof mode === 'number' ? { ...known, mode: Math.trunc(mode) % 2 ** 32 } : known);
}

export function hosts(value: Json): Json {
  const entries = isMap(value)
    ? Object.entries(value).map(([host, ip]) => (ip === null ? '' : `${host}:${goText(ip, '')}`))
    : listOf(value);
  const pairs = entries.flatMap((entry) => {
    const [, host, ip] = /^(.*?)[:=](.*)$/s.exec(String(entry)) ?? [];
    return host === undefined || ip === undefined ? [] : [`${host}:${ip.replace(/^\[(.*)\]$/, '$1')}`];
  });
  return sorted(pairs);
}

/** Lists of `name=value` and mappings; `missing`: the value of a name that has none. */
export function texts(value: Json, missing: null | ''): Json {
  if (isMap(value)) return each(value, (_, text) => goText(text, missing));
  return Object.fromEntries(
    listOf(value).map((entry) => {
      const [, name = '', text] = /^([^=]*)(?:=(.*))?$/s.exec(String(entry)) ?? [];
      return [name, text ?? missing];
    }),
  );
}

/** As Go prints a number among texts. */
export function goText(value: Json, missing: null | ''): null | string {
  if (value === null) return missing;
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return String(value);
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 21) return power >= 6 ? `${digits}e+${String(power).padStart(2, '0')}` : String(value);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** As google/shlex cuts a text. */
export function words(value: Json): Json {
  if (typeof value !== 'string') return value;
  const found: string[] = [];
  const word =
    /#[^\n]*|((?:[^\s"'#\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|'[^']*')(?:[^\s"'\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|'[^']*')*)/g;
  for (const [, text] of value.matchAll(word)) {
    if (text === undefined) continue;
    const part = /\\([\s\S])|"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'/g;
    found.push(
      text.replace(part, (_, one?: string, double?: string, single?: string) => {
        return one ?? double?.replace(/\\([\s\S])/g, '$1') ?? single ?? '';
      }),
    );
  }
  return found;
}

export function duration(value: Json): Json {
  return durationOf(String(value));
}

export function durations(...keys: readonly string[]): Turn {
  return (value) => turned(value, Object.fromEntries(keys.map((key) => [key, duration])));
}

/** Beyond 63 bits Go has a number of its own. */
export function bytes(value: Json): Json {
  const count = bytesOf(String(value).replace(/^-/, ''));
  return count !== null && count < 2 ** 63 ? count : 2 ** 63;
}
