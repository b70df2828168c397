import { isMap } from '../recipe/json.ts';
import type { Path, Recipe } from '../types.ts';
import { declared, externalName } from './documents.ts';
import { type Service, services } from './services.ts';

export interface Joined {
  /** Key under `networks:` of the service. */
  readonly key: string;
  /** Name in the swarm when it is external, else null. */
  readonly external: string | null;
  readonly path: Path;
}

/** The networks a service joins, of list or map form; an overlay's own ones only. */
export function networksOf({ value, path, document }: Service): readonly Joined[] {
  const networks = declared(document, 'networks');
  const joined = (key: string, step: string | number): Joined => ({
    key,
    external: externalName(key, networks[key]),
    path: [...path, 'networks', step],
  });
  if (isMap(value.networks)) return Object.keys(value.networks).map((key) => joined(key, key));
  if (!Array.isArray(value.networks)) return [];
  return value.networks.flatMap((key, index) => (typeof key === 'string' ? [joined(key, index)] : []));
}

/** Keys of the networks that any service joins; docker stack deploy makes no others. A service that names none is on "default". */
export function joinedNetworks(recipe: Recipe): ReadonlySet<string> {
  return new Set(
    services(recipe).flatMap((service) => {
      const keys = networksOf(service).map(({ key }) => key);
      return keys.length === 0 ? ['default'] : keys;
    }),
  );
}

/** The overlay network that the reverse proxy and all apps share. */
export const PROXY = 'proxy';

/** Whether a label of the service asks the proxy for a route. */
export function isRouted(labels: readonly { readonly key: string; readonly value: string }[]): boolean {
  return labels.some(({ key, value }) => key.toLowerCase() === 'traefik.enable' && value.toLowerCase() === 'true');
}
