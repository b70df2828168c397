import { mapOf } from '../../recipe/json.ts';
import { adding, appended, inRecipe, inServices, type Planter, setting } from '../fault.ts';
import { changedLabel, isRouted, ROUTE_RULE } from '../labels.ts';

const DATABASE = /(?:^|\/)(?:postgres|mariadb|mysql|mongo|redis|valkey|valkey-db):/;

/** Faults that harm a stack's host, its neighbours or its data. */
export const SECURITY: { readonly [rule: string]: Planter } = {
  'database-on-proxy': inServices((service) => {
    const { image } = service.value;
    if (typeof image !== 'string' || !DATABASE.test(image)) return null;
    return appended(service, ['networks'], 'proxy');
  }),
  'engine-socket': adding(['volumes'], '/var/run/docker.sock:/var/run/docker.sock:ro'),
  'foreign-secret': inRecipe(() => ({
    set: [[['secrets', 'planted'], { external: true, name: 'nextcloud_db_password_v1' }]],
    at: ['secrets', 'planted', 'name'],
  })),
  'foreign-volume': inRecipe(() => ({
    set: [[['volumes', 'planted'], { external: true, name: 'nextcloud_data' }]],
    at: ['volumes', 'planted', 'name'],
  })),
  'host-bind': adding(['volumes'], '/srv/planted:/planted'),
  'host-network-by-external': inRecipe(() => ({
    set: [[['networks', 'planted'], { external: true, name: 'host' }]],
    at: ['networks', 'planted'],
    atKey: true,
  })),
  'memory-limit-missing': inServices(({ path, value }) => {
    const limits = mapOf(mapOf(mapOf(value.deploy).resources).limits);
    if (limits.memory === undefined) return null;
    return { set: [[[...path, 'deploy', 'resources', 'limits', 'memory'], undefined]], at: path, atKey: true };
  }),
  'mount-propagation': adding(['volumes'], { type: 'volume', target: '/planted', bind: { propagation: 'rshared' } }),
  'plaintext-secret': inServices(({ path, value }) => {
    if (Array.isArray(value.environment)) return null;
    const at = [...path, 'environment', 'PLANTED_PASSWORD'];
    return { set: [[at, 'hunter2']], at };
  }),
  privileged: setting('privileged', true),
  'published-port': adding(['ports'], '18080:8080'),
  'route-catch-all': inServices((service) =>
    isRouted(service) ? changedLabel(service, ROUTE_RULE, 'HostRegexp(`.*`)') : null,
  ),
  'route-foreign-host': inServices((service) =>
    isRouted(service) ? changedLabel(service, ROUTE_RULE, 'Host(`planted.example.net`)') : null,
  ),
  'route-not-namespaced': inServices((service) =>
    isRouted(service)
      ? appended(service, ['deploy', 'labels'], 'traefik.http.routers.planted.entrypoints=web-secure')
      : null,
  ),
  'sensitive-bind': adding(['volumes'], '/etc:/planted'),
};
