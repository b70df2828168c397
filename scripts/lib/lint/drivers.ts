/** What Docker Engine has built in; everything else is a plugin that somebody must install on every node. */

const LOGS = new Set([
  'awslogs',
  'etwlogs',
  'fluentd',
  'gcplogs',
  'gelf',
  'journald',
  'json-file',
  'local',
  'none',
  'splunk',
  'syslog',
]);
const NETWORKS = new Set(['bridge', 'default', 'host', 'ipvlan', 'macvlan', 'none', 'null', 'overlay']);
const VOLUMES = new Set(['default', 'local']);

const BUILT_IN = { logging: LOGS, networks: NETWORKS, volumes: VOLUMES } as const;

export function isPlugin(kind: keyof typeof BUILT_IN, driver: string): boolean {
  return driver !== '' && !BUILT_IN[kind].has(driver);
}

const REMOTE = new Set(['awslogs', 'fluentd', 'gcplogs', 'gelf', 'splunk']);

/** Whether the driver sends lines to a service elsewhere. `syslog` does when it is given an address of a network. */
export function isRemoteLog(driver: string, address: string): boolean {
  return REMOTE.has(driver) || (driver === 'syslog' && /^(?:tcp|tcp\+tls|udp):/i.test(address));
}
