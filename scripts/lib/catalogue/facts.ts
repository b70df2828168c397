/** What two versions are compared by: everything a hoster would notice, one short fact each. Pure. */
import { isList, isMap, type JsonMap, mapOf } from '../recipe/json.ts';
import { environment, serviceLabels } from '../recipe/labels.ts';
import { VERSION_LABEL } from '../recipe/version.ts';
import type { Json, Recipe } from '../types.ts';

/** `option`: a key of a service that no other topic speaks of, by its path. */
export type Topic =
  | 'service'
  | 'image'
  | 'port'
  | 'host'
  | 'volume'
  | 'environment'
  | 'secret'
  | 'config'
  | 'network'
  | 'route'
  | 'backup'
  | 'label'
  | 'privilege'
  | 'option';

/** `service` is '' for what belongs to the whole stack; `overlay` is '' for compose.yml. */
export interface Fact {
  readonly overlay: string;
  readonly service: string;
  readonly topic: Topic;
  readonly name: string;
  readonly value: string;
}

export interface VersionFacts {
  readonly version: string;
  readonly settings: readonly { readonly name: string; readonly value: string; readonly required: boolean }[];
  readonly secrets: readonly { readonly key: string; readonly generate: boolean; readonly overlay: string }[];
  readonly stack: readonly Fact[];
}

/** `overlay`: of each secret, which compose file asks for it. */
export function factsOf(recipe: Recipe, version: string): VersionFacts {
  return {
    version,
    settings: recipe.settings.map(({ name, value, required }) => ({ name, value, required })),
    secrets: recipe.secrets.map(({ key, generate }) => ({ key, generate, overlay: overlayAsking(recipe, key) })),
    stack: recipe.compose.flatMap(({ overlay, value }) => [
      ...Object.keys(mapOf(value.volumes)).map((name) => fact({ overlay, service: '', topic: 'volume', name }, '')),
      ...Object.entries(mapOf(value.services)).flatMap(([service, body]) =>
        serviceFacts(overlay, service, mapOf(body)),
      ),
    ]),
  };
}

function overlayAsking({ compose }: Recipe, key: string): string {
  return compose.find(({ value }) => Object.hasOwn(mapOf(value.secrets), key))?.overlay ?? '';
}

type Head = Omit<Fact, 'value'>;

function fact(head: Head, value: string): Fact {
  return { ...head, value };
}

/** Keys that are told one by one; what is left of a service is told by its path. */
const TOLD = ['image', 'ports', 'volumes', 'environment', 'secrets', 'configs', 'networks', 'labels', 'healthcheck'];
const PRIVILEGES = ['privileged', 'user', 'read_only', 'pid', 'ipc', 'userns_mode', 'network_mode', 'group_add'];
const PRIVILEGE_LISTS = ['cap_add', 'cap_drop', 'devices', 'security_opt', 'sysctls'];

function serviceFacts(overlay: string, service: string, body: JsonMap): readonly Fact[] {
  const one = (topic: Topic, name: string, value: string) => fact({ overlay, service, topic, name }, value);
  const named = (topic: Topic, key: string) => listed(body[key]).map((name) => one(topic, name, ''));
  return [
    one('service', '', ''),
    ...(typeof body.image === 'string' ? [one('image', '', body.image.replace(/@sha256:[0-9a-f]+$/, ''))] : []),
    ...listOf(body.ports).map((entry) => one('port', portText(entry), '')),
    ...listOf(body.volumes).flatMap((entry) => mountFact(entry, one)),
    ...environment(body).map(({ key, value }) => one('environment', key, value ?? '')),
    ...named('secret', 'secrets'),
    ...named('config', 'configs'),
    ...named('network', 'networks'),
    ...serviceLabels(body)
      .filter(({ key }) => key !== VERSION_LABEL)
      .map(({ key, value }) => one(labelTopic(key), key, value)),
    ...PRIVILEGES.filter((key) => body[key] !== undefined).map((key) => one('privilege', key, scalar(body[key]))),
    ...PRIVILEGE_LISTS.flatMap((key) => listed(body[key]).map((name) => one('privilege', `${key} ${name}`, ''))),
    ...(body.healthcheck === undefined ? [] : [one('option', 'healthcheck', scalar(body.healthcheck))]),
    ...leaves(without(body, [...TOLD, ...PRIVILEGES, ...PRIVILEGE_LISTS])).map(([name, value]) =>
      one('option', name, value),
    ),
  ];
}

function labelTopic(key: string): Topic {
  if (key.startsWith('backupbot.')) return 'backup';
  return key.startsWith('traefik.') ? 'route' : 'label';
}

/** `443:8443/tcp` and its long form read alike. */
function portText(entry: Json): string {
  const { published, target, protocol } = mapOf(entry);
  const text = isMap(entry)
    ? `${scalar(published ?? '')}:${scalar(target ?? '')}/${scalar(protocol ?? 'tcp')}`
    : scalar(entry);
  return text.includes('/') ? text : `${text}/tcp`;
}

function mountFact(entry: Json, one: (topic: Topic, name: string, value: string) => Fact): readonly Fact[] {
  const long = mapOf(entry);
  const [source = '', target = '', mode = ''] = isMap(entry)
    ? [scalar(long.source ?? ''), scalar(long.target ?? ''), long.read_only === true ? 'ro' : '']
    : scalar(entry).split(':');
  if (long.type === 'tmpfs') return [one('option', `tmpfs ${target}`, scalar(mapOf(long.tmpfs).size ?? ''))];
  const readOnly = mode.split(',').includes('ro');
  const isHost = long.type === 'bind' || /^[./~\\]/.test(source);
  if (isHost) return [one('host', source, readOnly ? 'read-only' : 'read and write')];
  return [one('volume', source, target)];
}

/** Names in a list, whatever the form: texts, maps with a `source`, or the keys of a map. */
function listed(value: Json | undefined): readonly string[] {
  if (isMap(value)) return Object.keys(value);
  return listOf(value).map((entry) => (isMap(entry) ? scalar(entry.source ?? entry) : scalar(entry)));
}

function leaves(value: Json | undefined, path = ''): readonly (readonly [string, string])[] {
  if (!isMap(value)) return value === undefined ? [] : [[path, scalar(value)]];
  return Object.entries(value).flatMap(([key, below]) => leaves(below, path === '' ? key : `${path}.${key}`));
}

function without(body: JsonMap, keys: readonly string[]): JsonMap {
  const rest = Object.entries(body).filter(([key]) => !keys.includes(key));
  return Object.fromEntries(rest.map(([key, value]) => [key, key === 'deploy' ? withoutLabels(mapOf(value)) : value]));
}

function withoutLabels(deploy: JsonMap): JsonMap {
  return Object.fromEntries(Object.entries(deploy).filter(([key]) => key !== 'labels'));
}

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

function scalar(value: Json | undefined): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value ?? '');
}
