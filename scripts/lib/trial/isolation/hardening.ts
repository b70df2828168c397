/** What a recipe asks for to hold its containers → what swarm made of it. Pure. */

import { CONTAINER_PIDS } from '../../engine/bounds.ts';
import { limitsOf } from '../../lint/limits-of.ts';
import { isList, isMap, type JsonMap, mapOf } from '../../recipe/json.ts';
import { bytesOf, scalarOf } from '../../stack/quantities.ts';
import type { Json } from '../../types.ts';
import { allowedCapabilities } from './capabilities.ts';
import type { Seen } from './seen.ts';

/** One line of the table. */
export interface Hardening {
  readonly service: string;
  readonly property: Property;
  /** As written; null when the recipe asks for nothing. */
  readonly asked: string | null;
  readonly enforced: string;
  /** False: it is asked for and not so. */
  readonly holds: boolean;
}

type Property =
  | 'user'
  | 'capabilities'
  | 'read-only root'
  | 'no-new-privileges'
  | 'seccomp'
  | 'pids'
  | 'memory'
  | 'cpus'
  | 'init'
  | 'sysctls'
  | 'ulimits';

/** `service`: as `docker stack deploy` reads it. */
export function hardeningOf(service: JsonMap, seen: Seen): readonly Hardening[] {
  const rows: Hardening[] = [];
  const row = (property: Property, asked: Json | undefined, enforced: string | number | null, holds: boolean) => {
    const text =
      asked === undefined || asked === null ? null : typeof asked === 'object' ? JSON.stringify(asked) : String(asked);
    rows.push({ service: seen.service, property, asked: text, enforced: String(enforced ?? 'none'), holds });
  };
  const { limits } = seen;
  const { pids, memory, cpus } = limitsOf(service);
  const allowed = allowedCapabilities(service);
  const options = isList(service.security_opt) ? service.security_opt.map(String) : [];
  const wantsNoNew = options.find((option) => /^no-new-privileges(?:[:=]true)?$/.test(option));
  const wantsProfile = options.find((option) => option.startsWith('seccomp'));
  row('user', service.user, `${seen.uid}:${seen.gid}`, isUser(scalarOf(service.user), seen));
  row(
    'capabilities',
    capabilitiesAsked(service),
    list(seen.bounding),
    seen.bounding.every((each) => allowed.has(each)),
  );
  row(
    'read-only root',
    service.read_only,
    seen.rootWritable ? 'no' : 'yes',
    !isOn(service.read_only) || !seen.rootWritable,
  );
  row(
    'no-new-privileges',
    wantsNoNew,
    seen.noNewPrivileges ? 'yes' : 'no',
    wantsNoNew === undefined || seen.noNewPrivileges,
  );
  row(
    'seccomp',
    wantsProfile,
    seen.seccomp,
    wantsProfile === undefined || wantsProfile.includes('unconfined') === (seen.seccomp === 'off'),
  );
  // Where nothing is asked, the limit is the trial's own.
  const isOurs = pids === undefined && limits.pids === CONTAINER_PIDS;
  row(
    'pids',
    pids,
    isOurs ? `none, the trial sets ${CONTAINER_PIDS}` : limits.pids,
    pids === undefined || Number(pids) <= 0 || Number(pids) === limits.pids,
  );
  row(
    'memory',
    memory,
    limits.memoryBytes,
    memory === undefined || bytesOf(scalarOf(memory)) === (limits.memoryBytes ?? 0),
  );
  row('cpus', cpus, limits.cpus, cpus === undefined || Math.abs(Number(cpus) - (limits.cpus ?? 0)) < 1e-6);
  row('init', service.init, limits.init ? 'yes' : 'no', !isOn(service.init) || limits.init);
  row(
    'sysctls',
    service.sysctls,
    list(Object.entries(limits.sysctls).map((each) => each.join('='))),
    hasAll(service.sysctls, limits.sysctls),
  );
  row('ulimits', service.ulimits, list(limits.ulimits), hasUlimits(service.ulimits, limits.ulimits));
  return rows;
}

function list(words: readonly string[]): string | null {
  return words.length === 0 ? null : words.join(' ');
}

function isOn(value: Json | undefined): boolean {
  return value === true || value === 'true';
}

/** A name means something in the image only. */
function isUser(user: string, { uid, gid }: Seen): boolean {
  const [who = '', group = ''] = user.split(':');
  const isRight = (asked: string, is: number) => !/^[0-9]+$/.test(asked) || Number(asked) === is;
  return isRight(who, uid) && isRight(group, gid);
}

function capabilitiesAsked({ cap_drop, cap_add }: JsonMap): string | undefined {
  const part = (word: string, value: Json | undefined) =>
    isList(value) && value.length > 0 ? [`${word} ${value.map(String).join(' ')}`] : [];
  return [...part('drop', cap_drop), ...part('add', cap_add)].join(', ') || undefined;
}

function hasAll(asked: Json | undefined, enforced: { readonly [name: string]: string }): boolean {
  const wanted = isList(asked) ? asked.map((each) => String(each).split('=')) : Object.entries(mapOf(asked));
  return wanted.every(([name = '', value]) => enforced[String(name)] === String(value));
}

function hasUlimits(asked: Json | undefined, enforced: readonly string[]): boolean {
  return Object.entries(mapOf(asked)).every(([name, value]) => {
    const { soft, hard } = isMap(value) ? value : { soft: value, hard: value };
    return enforced.includes(`${name}=${soft}:${hard}`);
  });
}
