import { mapOf } from '../../recipe/json.ts';
import {
  adding,
  atTop,
  changing,
  inServices,
  KEY,
  onNetwork,
  type Planter,
  set,
  setting,
  settingKey,
} from '../fault.ts';

/** Faults that `docker stack config` passes: what deploy refuses, what never runs, what is lost. */
export const DEPLOY: { readonly [rule: string]: Planter } = {
  'bind-source-missing': adding(['volumes'], './planted:/planted'),
  'capability-unknown': adding(['cap_add'], 'PLANTED'),
  'config-file-unusable': atTop(['configs', 'planted'], { name: 'planted_v1' }, [], KEY),
  'config-name-invalid': atTop(['configs', 'planted'], { file: 'README.md', name: 'planted conf' }, ['name']),
  'constraint-impossible': adding(['deploy', 'placement', 'constraints'], 'node.role = manager'),
  'deploy-value-out-of-range': set(['deploy', 'update_config', 'max_failure_ratio'], 30),
  'deploy-value-unknown': set(['deploy', 'endpoint_mode'], 'planted'),
  'dnsrr-with-ingress': inServices(({ path, value }) =>
    value.ports === undefined
      ? {
          set: [
            [[...path, 'deploy', 'endpoint_mode'], 'dnsrr'],
            [[...path, 'ports'], ['18080:8080']],
          ],
          at: [...path, 'ports', 0],
        }
      : null,
  ),
  'external-volume-created': atTop(['volumes', 'planted'], { external: true }, [], KEY),
  'extra-host-malformed': adding(['extra_hosts'], 'planted:backend'),
  'go-template-invalid': setting('hostname', '{{ planted }}'),
  'healthcheck-contradicts': inServices(({ path, value }) => {
    const at = [...path, 'healthcheck', 'disable'];
    return mapOf(value.healthcheck).test === undefined ? null : { set: [[at, true]], at };
  }),
  'healthcheck-test-unknown': inServices(({ path, value }) => {
    const at = [...path, 'healthcheck', 'test', 0];
    return Array.isArray(mapOf(value.healthcheck).test) ? { set: [[at, 'planted']], at } : null;
  }),
  'healthcheck-time-too-short': changing(['healthcheck', 'interval'], '500us'),
  'log-driver-unknown': changing(['logging', 'driver'], 'json_file'),
  'log-option-unknown': set(['logging', 'options', 'maxsize'], '10m', [], KEY),
  'mount-malformed': adding(['volumes'], { type: 'tmpfs', source: 'planted', target: '/planted' }, ['source']),
  'mount-target-relative': adding(['volumes'], { type: 'tmpfs', target: 'planted' }, ['target']),
  'mount-target-twice': inServices(({ path, value }) => {
    const volumes = value.volumes ?? [];
    if (!Array.isArray(volumes)) return null;
    const at = [...path, 'volumes'];
    return { set: [[at, [...volumes, '/planted', '/planted/']]], at: [...at, volumes.length + 1] };
  }),
  'network-driver': onNetwork({ driver: 'bridge' }, ['driver']),
  'network-name-invalid': onNetwork({ name: 'planted net' }, ['name']),
  'network-undeclared': adding(['networks'], 'planted'),
  'owner-not-numeric': adding(['secrets'], { source: 'planted', uid: 'planted' }, ['uid']),
  'port-out-of-range': adding(['ports'], { target: 8080, published: 80_800 }, ['published']),
  'port-published-twice': set(['ports'], ['18080:8080', '18080:8081'], [1]),
  'port-random': adding(['ports'], '8080'),
  'port-value-unknown': adding(['ports'], { target: 8080, published: 18_080, protocol: 'planted' }, ['protocol']),
  'replicas-with-global': inServices(({ path }) => {
    const at = [...path, 'deploy', 'replicas'];
    const mode = [...path, 'deploy', 'mode'];
    return {
      set: [
        [mode, 'global'],
        [at, 2],
      ],
      at,
      ...KEY,
    };
  }),
  'resources-refused': changing(['deploy', 'resources', 'limits', 'cpus'], '500m'),
  'service-name-invalid': atTop(['services', 'planted-'], { image: 'ghcr.io/example/planted:1.0' }, [], KEY),
  'signal-unknown': setting('stop_signal', 'SIGPLANTED'),
  'static-address-ignored': inServices(({ path }) => {
    const networks = [...path, 'networks'];
    return {
      set: [[networks, undefined] as const, [networks, { proxy: { ipv4_address: '10.5.0.9' } }] as const],
      at: [...networks, 'proxy', 'ipv4_address'],
    };
  }),
  'swarm-drops-depends-on': settingKey('depends_on', ['planted']),
  'swarm-drops-tmpfs': settingKey('tmpfs', ['/planted']),
  'ulimit-refused': set(['ulimits'], { planted: 5 }, ['planted'], KEY),
  'update-config-on-job': inServices(({ path, value }) =>
    mapOf(value.deploy).update_config === undefined
      ? null
      : { set: [[[...path, 'deploy', 'mode'], 'global-job']], at: [...path, 'deploy', 'update_config'], ...KEY },
  ),
  'user-malformed': setting('user', '4294967296'),
  'volume-name-one-letter': adding(['volumes'], 'v:/planted'),
  'volume-option-ignored': adding(['volumes'], '/srv/planted:/planted:RO'),
  'volume-undeclared': adding(['volumes'], 'planted:/planted'),
  'working-dir-relative': setting('working_dir', 'planted'),
};
