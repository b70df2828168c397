/**
 * What a merged compose file means, in one form: short and long syntax, lists and mappings, units and orders that mean the same
 * come out the same. For our merged value and for what the CLI prints alike.
 */
import { posix } from 'node:path';
import { isMap, type JsonMap, mapOf } from '../../scripts/lib/recipe/json.ts';
import type { Json } from '../../scripts/lib/types.ts';
import type { Case } from './corpus.ts';
import {
  attachments,
  bytes,
  duration,
  durations,
  goText,
  hosts,
  mount,
  ports,
  reference,
  texts,
  words,
} from './forms.ts';
import { each, list, listOf, only, pruned, sorted, type Turn, turned } from './maps.ts';
import { FOLDER } from './reference.ts';

type Context = Pick<Case, 'beside' | 'env'>;

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
