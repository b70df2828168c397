/** What lint rules claim of services, to be asked of an engine: lines of a service `app`, and what else the file holds. */

/** `says`: part of what docker stack deploy prints. */
export interface Refused {
  readonly rule: string;
  readonly lines: string;
  readonly says: RegExp;
}

const TWO_FILES = 'configs:\n  one: {file: ./one.conf}\n  two: {file: ./one.conf}\n';

/** Files beside compose.yml. */
export const FILES: { readonly [path: string]: string } = {
  'one.conf': 'x',
  'empty.conf': '',
  'large.conf': 'x'.repeat(1_024_000),
  'large.txt': 'x'.repeat(512_000),
};

/** `docker stack config` takes all of them, and so does the schema. */
export const REFUSED: readonly Refused[] = [
  { rule: 'network-undeclared', lines: 'networks: [missing]', says: /undefined network "missing"/ },
  { rule: 'volume-undeclared', lines: 'volumes: ["missing:/data"]', says: /undefined volume "missing"/ },
  { rule: 'secret-undeclared', lines: 'secrets: [missing]', says: /undefined secret "missing"/ },
  { rule: 'secret-undeclared', lines: 'configs: [missing]', says: /undefined config "missing"/ },
  {
    rule: 'config-file-unusable',
    lines: 'init: true\nconfigs:\n  one: {file: ./empty.conf}\n',
    says: /larger than 0 and less than 1024000 bytes/,
  },
  {
    rule: 'config-file-unusable',
    lines: 'init: true\nconfigs:\n  one: {file: ./large.conf}\n',
    says: /larger than 0 and less than 1024000 bytes/,
  },
  {
    rule: 'config-file-unusable',
    lines: 'init: true\nsecrets:\n  one: {file: ./large.txt}\n',
    says: /larger than 0 and less than 512000 bytes/,
  },
  { rule: 'config-file-unusable', lines: 'init: true\nconfigs:\n  one: {}\n', says: /is a directory/ },
  {
    rule: 'network-driver',
    lines: 'networks: [own]\nnetworks:\n  own: {driver: bridge}\n',
    says: /Only networks scoped to the swarm can be used/,
  },
  { rule: 'network-driver', lines: 'networks: [own]\nnetworks:\n  own: {driver: macvlan}\n', says: /not supported/ },
  { rule: 'port-published-twice', lines: 'ports: ["18080:80", "18080:81"]', says: /duplicate published ports/ },
  {
    rule: 'port-published-twice',
    lines: 'ports: ["18080:80", {target: 81, published: 18080, mode: host}]',
    says: /duplicate published ports/,
  },
  {
    rule: 'dnsrr-with-ingress',
    lines: 'ports: ["18080:80"]\ndeploy: {endpoint_mode: dnsrr}',
    says: /can't be used with dnsrr/,
  },
  { rule: 'deploy-value-unknown', lines: 'deploy: {mode: Global}', says: /Unknown mode: Global/ },
  { rule: 'deploy-value-unknown', lines: 'deploy: {endpoint_mode: dns}', says: /invalid resolution mode/ },
  {
    rule: 'deploy-value-unknown',
    lines: 'deploy: {restart_policy: {condition: always}}',
    says: /invalid RestartCondition/,
  },
  {
    rule: 'deploy-value-unknown',
    lines: 'deploy: {rollback_config: {failure_action: stop}}',
    says: /unrecognized update failure action/,
  },
  { rule: 'deploy-value-unknown', lines: 'restart: sometimes', says: /unknown restart policy/ },
  {
    rule: 'replicas-with-global',
    lines: 'deploy: {mode: global, replicas: 1}',
    says: /replicas can only be used with/,
  },
  {
    rule: 'deploy-value-out-of-range',
    lines: 'deploy: {update_config: {max_failure_ratio: 30}}',
    says: /cannot be less than 0 or bigger than 1/,
  },
  { rule: 'deploy-value-out-of-range', lines: 'deploy: {update_config: {delay: -5s}}', says: /cannot be negative/ },
  { rule: 'deploy-value-out-of-range', lines: 'deploy: {restart_policy: {window: -5s}}', says: /cannot be negative/ },
  { rule: 'resources-refused', lines: 'deploy: {resources: {limits: {cpus: "0.0009"}}}', says: /at least 0.001/ },
  { rule: 'resources-refused', lines: 'deploy: {resources: {limits: {cpus: 500m}}}', says: /rational number/ },
  { rule: 'resources-refused', lines: 'deploy: {resources: {reservations: {memory: 3M}}}', says: /at least 4MiB/ },
  {
    rule: 'healthcheck-time-too-short',
    lines: 'healthcheck: {test: [CMD, "true"], interval: 500us}',
    says: /cannot be less than 1ms/,
  },
  {
    rule: 'healthcheck-contradicts',
    lines: 'healthcheck: {test: [CMD, "true"], disable: true}',
    says: /test and disable can't be set at the same time/,
  },
  { rule: 'service-name-invalid', lines: 'init: true\n  my.app: *app', says: /valid as a DNS name component/ },
  { rule: 'service-name-invalid', lines: `init: true\n  ${'e'.repeat(62)}: *app`, says: /63 characters or fewer/ },
  {
    rule: 'network-name-invalid',
    lines: 'networks: [own]\nnetworks:\n  own: {name: my net}\n',
    says: /valid as a DNS name component/,
  },
  {
    rule: 'config-name-invalid',
    lines: `init: true\nconfigs:\n  one: {file: ./one.conf, name: ${'c'.repeat(65)}}\n`,
    says: /invalid name, only 64/,
  },
  {
    rule: 'mount-target-twice',
    lines: 'volumes: [{type: tmpfs, target: /data}, "/data"]',
    says: /duplicate mount point/,
  },
  {
    rule: 'mount-target-twice',
    lines: `configs: [{source: one, target: /x}, {source: two, target: /x}]\n${TWO_FILES}`,
    says: /duplicate config target/,
  },
  { rule: 'mount-malformed', lines: 'volumes: ["/srv/x:/x:nocopy"]', says: /incompatible with type bind/ },
  { rule: 'mount-malformed', lines: 'volumes: [{type: tmp, target: /data}]', says: /volume type must be/ },
  {
    rule: 'go-template-invalid',
    lines: 'environment: {TITLE: "{{ title }}"}',
    says: /function "title" not defined/,
  },
  { rule: 'go-template-invalid', lines: 'hostname: "{{.Task.Foo}}"', says: /can't evaluate field Foo/ },
  {
    rule: 'constraint-impossible',
    lines: 'deploy: {placement: {constraints: [node.role = manager]}}',
    says: /expected one operator/,
  },
];

/** They deploy; `says` is what swarm tells of the task. All run side by side in one stack. */
export const NEVER_RUNS: readonly Refused[] = [
  { rule: 'bind-source-missing', lines: 'volumes: ["./missing:/data"]', says: /bind source path does not exist/ },
  { rule: 'mount-target-relative', lines: 'volumes: [cache]', says: /must be an absolute path: cache/ },
  { rule: 'volume-name-one-letter', lines: 'volumes: ["v:/data"]', says: /must be an absolute path: v:\/data/ },
  {
    rule: 'mount-target-twice',
    lines: 'volumes: [{type: tmpfs, target: /data}, "/data/"]',
    says: /Duplicate mount point/,
  },
  { rule: 'capability-unknown', lines: 'cap_add: [NETADMIN]', says: /unknown capability/ },
  { rule: 'signal-unknown', lines: 'stop_signal: SIGFOO', says: /Invalid signal/ },
  { rule: 'user-malformed', lines: 'user: "4294967296"', says: /must be in range/ },
  { rule: 'user-malformed', lines: 'user: "1000 :1000"', says: /unable to find user/ },
  { rule: 'log-driver-unknown', lines: 'logging: {driver: json_file}', says: /missing plugin/ },
  {
    rule: 'log-option-unknown',
    lines: 'logging: {driver: json-file, options: {maxsize: 10m}}',
    says: /unknown log opt/,
  },
  {
    rule: 'constraint-impossible',
    lines: 'deploy: {placement: {constraints: [labels.disk != hdd]}}',
    says: /scheduling constraints not satisfied/,
  },
  {
    rule: 'constraint-impossible',
    lines: 'deploy: {placement: {constraints: [node.platform.arch == amd64]}}',
    says: /scheduling constraints not satisfied/,
  },
  { rule: 'ulimit-refused', lines: 'ulimits: {foo: 5}', says: /RLIMIT_FOO/ },
  { rule: 'ulimit-refused', lines: 'ulimits: {nofile: {soft: 100, hard: 50}}', says: /rlimit/ },
  { rule: 'working-dir-relative', lines: 'working_dir: app', says: /needs to be an absolute path/ },
  { rule: 'extra-host-malformed', lines: 'extra_hosts: ["api:backend"]', says: /invalid IP address/ },
  {
    rule: 'owner-not-numeric',
    lines: 'configs: [{source: one, target: /one, uid: nobody}]',
    says: /parsing "nobody"/,
  },
  {
    rule: 'port-out-of-range',
    lines: 'ports: [{target: 80, published: 70000, mode: host}]',
    says: /invalid port specification/,
  },
];
