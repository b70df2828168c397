/** What `--fix` writes instead of keys that mean something to docker compose only. A key that is not here needs a person. */
import { isList, isMap, type JsonMap, mapOf, valueAt } from '../recipe/json.ts';
import { parsedYaml } from '../recipe/yaml.ts';
import type { Json } from '../types.ts';
import { either, everywhere, type Fix, type FixTarget, together } from './edit/fix.ts';
import { move, type ScalarSource } from './edit/move.ts';
import { append } from './edit/put.ts';
import { remove } from './edit/remove.ts';
import { rewrite } from './edit/replace.ts';
import { since } from './edit/since.ts';
import type { Written } from './edit/written.ts';

/** `service`: with variables filled in and everything merged; the text itself may hold variables. */
type FixFor = (service: JsonMap) => Fix | undefined;

/** Right for every service that has the key, by an anchor as well; what depends on its other keys is not. */
const removed = everywhere(remove);
const always: FixFor = () => removed;

const SHM = '/dev/shm';

const FIXES: { readonly [key: string]: FixFor } = {
  attach: always,
  cgroup_parent: always,
  cgroupns_mode: always,
  container_name: always,
  develop: always,
  expose: always,
  mac_address: always,
  mem_swappiness: always,
  oom_kill_disable: always,
  platform: always,
  pull_policy: always,
  userns_mode: always,
  cpu_period: ({ cpu_quota }) => (cpu_quota === undefined ? remove : undefined),
  cpu_quota: (service) => limit(service, 'cpus', (quota) => quotaOf(quota, service.cpu_period)),
  cpus: (service) => limit(service, 'cpus', text),
  domainname: ({ hostname }) => (typeof hostname === 'string' && !hostname.includes('.') ? fullHostname : remove),
  // An alias would be lost, which the app may depend on.
  links: ({ links }) => (everyText(links, /^[^:]+$/) ? removed : undefined),
  mem_limit: (service) => limit(service, 'memory', text),
  mem_reservation: (service) => resource(service, 'reservations', 'memory', text),
  memswap_limit: (service) => (hasMemoryLimit(service) ? remove : undefined),
  network_mode: ({ network_mode: mode }) => (mode === 'bridge' || mode === 'default' ? removed : undefined),
  pids_limit: (service) => since(9, limit(service, 'pids', wholeNumber)),
  privileged: ({ privileged }) => (privileged === false ? removed : undefined),
  restart: ({ deploy }) =>
    mapOf(deploy).restart_policy === undefined ? everywhere(move(['deploy', 'restart_policy'], restartPolicy)) : remove,
  scale: ({ deploy }) => {
    const { mode, replicas } = mapOf(deploy);
    const isSet = replicas !== undefined || (mode !== undefined && mode !== 'replicated');
    if (isSet) return remove;
    return everywhere(move(['deploy', 'replicas'], (scale) => wholeNumber(scale) ?? variable(scale)));
  },
  // Hardening that swarm does not apply; to run unconfined is what an app may need.
  security_opt: ({ security_opt: options }) => (everyText(options, /^no-new-privileges\b/) ? removed : undefined),
  shm_size: ({ volumes }) =>
    targets(volumes).includes(SHM) ? remove : since(6, either(move(['volumes'], shm), shmBeside)),
};

/** How the key of a service is repaired; undefined when that needs a person. */
export function fixFor(key: string, service: JsonMap): Fix | undefined {
  return Object.hasOwn(FIXES, key) ? FIXES[key]?.(service) : undefined;
}

function limit(service: JsonMap, name: string, convert: (scalar: ScalarSource) => Written | null): Fix {
  return resource(service, 'limits', name, convert);
}

/** What stands under "deploy" already is what swarm goes by. Zero and less is no limit. */
function resource(
  service: JsonMap,
  kind: string,
  name: string,
  convert: (scalar: ScalarSource) => Written | null,
): Fix {
  const to = ['deploy', 'resources', kind, name];
  if (valueAt(service, to) !== undefined) return remove;
  const none: Fix = (target) =>
    isUnlimited(valueAt(parsedYaml(target.file).value, target.path)) ? remove(target) : null;
  return either(
    none,
    move(to, (scalar) => (scalar.value === null ? null : convert(scalar))),
  );
}

function isUnlimited(value: Json | undefined): boolean {
  return (typeof value === 'number' && value <= 0) || value === '0' || value === '-1';
}

function restartPolicy({ value }: ScalarSource): Written | null {
  if (value === 'always' || value === 'unless-stopped') return { condition: 'any' };
  if (value === 'no') return { condition: 'none' };
  const [, attempts] = /^on-failure(?::([0-9]{1,9}))?$/.exec(String(value)) ?? [null, null];
  if (attempts === null) return null;
  return { condition: 'on-failure', ...(attempts === undefined ? {} : { max_attempts: String(Number(attempts)) }) };
}

/** As it is written, in quotes where it is a number: the schema wants a text. */
function text({ source, value }: ScalarSource): string | null {
  if (typeof value === 'string') return source;
  return typeof value === 'number' && /^[0-9.]+$/.test(source) ? `"${source}"` : null;
}

function wholeNumber({ value }: ScalarSource): string | null {
  const digits = String(value);
  return /^(?:0|[1-9][0-9]{0,9})$/.test(digits) ? digits : null;
}

/** Docker makes a number of it where it stands. */
function variable({ source, value }: ScalarSource): string | null {
  return typeof value === 'string' && value.includes('$') ? source : null;
}

function quotaOf({ value }: ScalarSource, period: Json | undefined): string | null {
  const microseconds = period === undefined ? 100_000 : period;
  if (typeof value !== 'number' || typeof microseconds !== 'number' || microseconds <= 0) return null;
  const cpus = Number((value / microseconds).toFixed(3));
  return cpus > 0 ? `"${cpus}"` : null;
}

function hasMemoryLimit(service: JsonMap): boolean {
  return service.mem_limit === undefined && valueAt(service, ['deploy', 'resources', 'limits', 'memory']) !== undefined;
}

const HOST_PART = /^[\w.${}:-]+$/;

const fullHostname: Fix = (target) => {
  const domain = valueAt(parsedYaml(target.file).value, target.path);
  if (typeof domain !== 'string' || !HOST_PART.test(domain)) return null;
  const hostname = { ...target, path: [...target.path.slice(0, -1), 'hostname'] };
  const joined = rewrite((source) => (HOST_PART.test(source) ? `${source}.${domain}` : null));
  return together(joined(hostname), remove(target));
};

function shm({ value }: ScalarSource): Written | null {
  const size = bytesOf(value);
  return size === null ? null : [{ type: 'tmpfs', target: SHM, tmpfs: { size: String(size) } }];
}

function shmBeside(target: FixTarget): ReturnType<Fix> {
  const size = bytesOf(valueAt(parsedYaml(target.file).value, target.path));
  if (size === null) return null;
  const volumes = { ...target, path: [...target.path.slice(0, -1), 'volumes'] };
  return together(append(volumes, { type: 'tmpfs', target: SHM, tmpfs: { size: String(size) } }), remove(target));
}

const UNITS = ['b', 'k', 'm', 'g', 't'];

/** `64m`, `64MB`, `64MiB` or a number of bytes, as docker/go-units reads it: all of them binary. */
export function bytesOf(size: Json | undefined): number | null {
  const [, number, unit = 'b'] = /^([0-9]{1,12}(?:\.[0-9]{1,6})?) ?([bkmgt])?i?b?$/i.exec(String(size)) ?? [];
  if (number === undefined) return null;
  const bytes = Math.floor(Number(number) * 1024 ** UNITS.indexOf(unit.toLowerCase()));
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : null;
}

function everyText(value: Json | undefined, form: RegExp): boolean {
  return isList(value) && value.every((item) => typeof item === 'string' && form.test(item));
}

function targets(volumes: Json | undefined): readonly string[] {
  return (isList(volumes) ? volumes : []).map((volume) =>
    isMap(volume) ? String(volume.target) : (String(volume).split(':')[1] ?? ''),
  );
}
