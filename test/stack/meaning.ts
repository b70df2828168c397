/**
 * What a merged compose file means, in one form: short and long syntax, lists and mappings, units and orders that mean the same
 * come out the same. For our merged value and for what the CLI prints alike.
 */
import { posix } from 'node:path';
import { isList, isMap, type JsonMap, mapOf } from '../../scripts/lib/recipe/json.ts';
import { bytesOf, durationOf } from '../../scripts/lib/stack/quantities.ts';
import { portBindings, volumeParts } from '../../scripts/lib/stack/readings.ts';
import type { Json } from '../../scripts/lib/types.ts';
import type { Case } from './corpus.ts';
import { FOLDER, HOME } from './reference.ts';

type Context = Pick<Case, 'beside' | 'env'>;
type Turn = (value: Json) => Json;

/** Printed even when they are nothing, for nothing is something else there than what is not said. */
const ZERO_COUNTS = new Set(['init', 'max_attempts', 'mode', 'parallelism', 'replicas', 'retries']);
/** Read and not printed. */
const UNPRINTED = new Set(['oom_score_adj', 'version']);

/** Of networks, volumes, secrets and configs; extensions are printed of some and lost of others. */
const ENTRY_KEYS = new Set('driver name internal attachable ipam file template_driver'.split(' '));

const DEPLOY: { readonly [key: string]: Turn } = {
  labels: (value) => texts(value, ''),
  update_config: durations('delay', 'monitor'),
  rollback_config: durations('delay', 'monitor'),
  restart_policy: durations('delay', 'window'),
  resources: (value) => each(value, (_, part) => turned(part, { memory: bytes })),
};

const BUILD: { readonly [key: string]: Turn } = {
  args: (value) => texts(value, null),
  labels: (value) => texts(value, ''),
  extra_hosts: hosts,
  shm_size: () => null,
  isolation: () => null,
};

const SERVICE: { readonly [key: string]: Turn } = {
  build: (value) => pruned(only(turned(isMap(value) ? value : { context: value }, BUILD), BUILD_KEYS)),
  command: words,
  configs: (value) => sorted(listOf(value).map(reference)),
  deploy: (value) => pruned(turned(value, DEPLOY)),
  dns: list,
  dns_search: list,
  entrypoint: words,
  env_file: list,
  expose: (value) => listOf(value).map((port) => goText(port, '')),
  extra_hosts: hosts,
  healthcheck: (value) => pruned(turned(value, HEALTHCHECK)),
  labels: (value) => texts(value, ''),
  logging: (value) => pruned(turned(value, { options: (options) => texts(options, '') })),
  networks: attachments,
  ports: (value) => sorted(listOf(value).flatMap(ports)),
  secrets: (value) => sorted(listOf(value).map(reference)),
  stop_grace_period: duration,
  sysctls: (value) => texts(value, ''),
  tmpfs: list,
  ulimits: (value) => each(value, (_, limit) => (isMap(limit) ? pruned(only(limit, ['soft', 'hard'])) : limit || {})),
  volumes: (value) => sorted(listOf(value).map(mount)),
};

/** More than these may be written there, and is lost. */
const MOUNT: { readonly [key: string]: Turn } = {
  bind: (value) => only(mapOf(value), ['propagation']),
  volume: (value) => only(mapOf(value), ['nocopy', 'subpath']),
  tmpfs: (value) => only(mapOf(value), ['size']),
};

const BUILD_KEYS = 'context dockerfile args labels cache_from extra_hosts network target'.split(' ');

const HEALTHCHECK: { readonly [key: string]: Turn } = {
  test: (value) => (typeof value === 'string' ? ['CMD-SHELL', value] : value),
  retries: (value) => Math.trunc(Number(value)),
  interval: duration,
  timeout: duration,
  start_period: duration,
  start_interval: duration,
};

export function meaningOf(config: JsonMap, context: Context): JsonMap {
  const { services = {}, networks = {}, volumes = {}, secrets = {}, configs = {}, ...others } = config;
  return {
    ...Object.fromEntries(Object.entries(others).filter(([key]) => !UNPRINTED.has(key))),
    services: each(services, (_, service) => serviceMeaning(mapOf(service), context)),
    networks: each(networks, entryMeaning),
    volumes: each(volumes, entryMeaning),
    secrets: each(secrets, fileMeaning),
    configs: each(configs, fileMeaning),
  };
}

function serviceMeaning(service: JsonMap, context: Context): JsonMap {
  const known = Object.entries(service).filter(([key]) => !UNPRINTED.has(key) && !key.startsWith('x-'));
  const environment = environmentOf(service.environment, service.env_file, context);
  return { ...pruned({ ...turned(Object.fromEntries(known), SERVICE), environment }), ...extensionsOf(service) };
}

function extensionsOf(map: JsonMap): JsonMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => key.startsWith('x-')));
}

/** A name with nothing behind it takes the value that the CLI itself has. */
function environmentOf(own: Json | undefined, files: Json | undefined, { beside, env }: Context): JsonMap {
  const lines = list(files ?? []).flatMap((file) => {
    const text = beside.find(({ name }) => name === posix.normalize(String(file)))?.text ?? '';
    return text.replace(/^\uFEFF/, '').split(/\r?\n/);
  });
  const trimmed = lines.map((line) => line.trimStart()).filter((line) => line !== '' && !line.startsWith('#'));
  const fromFiles = trimmed.filter((line) => line.includes('=') || Object.hasOwn(env, line));
  const found = { ...mapOf(texts(fromFiles, null)), ...mapOf(texts(own ?? {}, null)) };
  return each(found, (name, value) => (value === null || value === '' ? (env[name] ?? value) : value));
}

function entryMeaning(name: string, entry: Json): JsonMap {
  const { external, driver_opts = {}, labels = {}, ...rest } = mapOf(entry);
  const own = Object.fromEntries(Object.entries(rest).filter(([key]) => ENTRY_KEYS.has(key)));
  const outer = isMap(external) || external === true;
  const called = mapOf(external).name || rest.name || name;
  const outside = outer ? { external: true, name: called } : {};
  return pruned({ ...own, ...outside, driver_opts: texts(driver_opts, ''), labels: texts(labels, '') });
}

/** A secret or config: its file is looked for beside the first compose file, unless somebody else keeps it. */
function fileMeaning(name: string, entry: Json): JsonMap {
  const { file = '', driver = '', ...rest } = mapOf(entry);
  const { external } = entryMeaning(name, entry);
  const path = external === true || driver !== '' ? file : posix.resolve(FOLDER, String(file));
  return entryMeaning(name, { ...rest, driver, file: path });
}

function attachments(value: Json): Json {
  if (isList(value)) return Object.fromEntries(value.map((name) => [String(name), {}]));
  return each(value, (_, each) => pruned(turned(mapOf(each), { driver_opts: (opts) => texts(opts, '') })));
}

function ports(value: Json): readonly Json[] {
  if (isMap(value)) return [pruned(value)];
  const bindings = portBindings(String(value));
  if (typeof bindings === 'string') throw new Error(`port ${JSON.stringify(value)} ${bindings}`);
  return bindings.map((binding) => pruned({ mode: 'ingress', ...binding }));
}

function mount(value: Json): Json {
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

function reference(value: Json): Json {
  const { mode, ...rest } = isMap(value) ? value : { source: value };
  const known = only(rest, ['source', 'target', 'uid', 'gid']);
  return pruned(typeof mode === 'number' ? { ...known, mode: Math.trunc(mode) % 2 ** 32 } : known);
}

function hosts(value: Json): Json {
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
function texts(value: Json, missing: null | ''): Json {
  if (isMap(value)) return each(value, (_, text) => goText(text, missing));
  return Object.fromEntries(
    listOf(value).map((entry) => {
      const [, name = '', text] = /^([^=]*)(?:=(.*))?$/s.exec(String(entry)) ?? [];
      return [name, text ?? missing];
    }),
  );
}

/** As Go prints a number among texts. */
function goText(value: Json, missing: null | ''): null | string {
  if (value === null) return missing;
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return String(value);
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 21) return power >= 6 ? `${digits}e+${String(power).padStart(2, '0')}` : String(value);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** As google/shlex cuts a text. */
function words(value: Json): Json {
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

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

function list(value: Json): readonly Json[] {
  return isList(value) ? value : [value];
}

function duration(value: Json): Json {
  return durationOf(String(value));
}

function durations(...keys: readonly string[]): Turn {
  return (value) => turned(value, Object.fromEntries(keys.map((key) => [key, duration])));
}

/** Beyond 63 bits Go has a number of its own. */
function bytes(value: Json): Json {
  const count = bytesOf(String(value).replace(/^-/, ''));
  return count !== null && count < 2 ** 63 ? count : 2 ** 63;
}

function turned(value: Json, turns: { readonly [key: string]: Turn }): JsonMap {
  return each(value, (key, inner) => (Object.hasOwn(turns, key) ? (turns[key]?.(inner) ?? null) : inner));
}

function each(value: Json, turn: (key: string, value: Json) => Json): JsonMap {
  return Object.fromEntries(Object.entries(mapOf(value)).map(([key, inner]) => [key, turn(key, inner)]));
}

function only(map: JsonMap, keys: readonly string[]): JsonMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => keys.includes(key)));
}

/** Without what is nothing, at every depth but in lists, and in the mappings whose keys are the packager's own. */
function pruned(map: { readonly [key: string]: Json | undefined }): JsonMap {
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, value]) => {
      const inner =
        isMap(value) &&
        !/^(?:environment|labels|sysctls|options|args|driver_opts|networks|ulimits|segments)$/.test(key);
      const clean = inner
        ? pruned(value)
        : isList(value)
          ? value.map((item) => (isMap(item) ? pruned(item) : item))
          : value;
      return clean === undefined || isNothing(clean, key) ? [] : [[key, clean]];
    }),
  );
}

function isNothing(value: Json, key: string): boolean {
  if (value === null || value === '') return true;
  if (value === 0 || value === false) return !ZERO_COUNTS.has(key);
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function sorted(values: readonly Json[]): readonly Json[] {
  return [...values].sort((one, other) => compare(canonical(one), canonical(other)));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function canonical(value: Json): string {
  return JSON.stringify(value, (_, inner) =>
    isMap(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => compare(a, b))) : inner,
  );
}
