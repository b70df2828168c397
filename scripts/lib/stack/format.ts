/**
 * The format of compose files as `docker stack deploy` reads them: one table for what is refused, what a variable is cast to and
 * how files are merged. From docker/cli 28 (cli/compose/schema 3.0–3.13, loader, merge), each line checked against the CLI
 * by test/stack.
 */

/** What JSON has; `integer` is a number without a fraction, `map` an object, `list` an array. */
export type Kind = 'text' | 'integer' | 'number' | 'boolean' | 'null' | 'map' | 'list';

/**
 * How the values of two files become one, where that is not told by the kind (maps by key, lists one after the other, of scalars
 * the later one unless it is empty).
 *
 * `later`: the later one, also when it is 0 or empty; `filled`: the later list or text unless it is empty; `ports`, `target`,
 * `source`: entries are the same when they open the same port, have the same target or source; `entries`: a list of `key=value`
 * or a map; `environment`: the same, but an empty value does not replace one; `hosts`: a list of `host:ip` or a map, both are
 * kept; `names`: a list of names or a map; `test`, `texts`: a text is a list of one; `context`: a text is a map with `context`;
 * `logging`: options of another driver are dropped; `network`: the aliases are always the later ones.
 */
type Merge =
  | 'later'
  | 'filled'
  | 'ports'
  | 'target'
  | 'source'
  | 'entries'
  | 'environment'
  | 'hosts'
  | 'names'
  | 'test'
  | 'texts'
  | 'context'
  | 'logging'
  | 'network';

/** How a text is read; what it cannot be read as is refused. */
export type Reading = 'duration' | 'bytes' | 'words' | 'port' | 'volume';

export interface Shape {
  readonly kinds: readonly Kind[];
  /** Of a map. */
  readonly keys?: { readonly [key: string]: Shape };
  /** Of a map: the keys that are names, and what they hold. */
  readonly names?: { readonly pattern: RegExp; readonly shape: Shape };
  /** Of a map: what is neither. Nothing, when left out. */
  readonly rest?: Shape;
  readonly required?: readonly string[];
  /** Of a list. */
  readonly items?: Shape;
  /** Of a list: no two entries are equal. */
  readonly unique?: boolean;
  readonly reading?: Reading;
  readonly words?: readonly string[];
  readonly minimum?: number;
  /** What a text becomes when a variable was filled in. */
  readonly cast?: 'integer' | 'number' | 'boolean';
  /** YAML's dates and numbers that only a float can hold are taken as well. */
  readonly loose?: true;
  /** Not even `80.0` is an integer. */
  readonly exact?: true;
  readonly merge?: Merge;
  /** The `n` of version 3.n that brought it. */
  readonly since?: number;
  /** The same of the long form. */
  readonly mapSince?: number;
  /** The last version 3.n that wanted a list to be `unique`. */
  readonly uniqueUntil?: number;
}

const ANY: Shape = { kinds: ['text', 'number', 'boolean', 'null', 'map', 'list'], loose: true };
const TEXT: Shape = { kinds: ['text'] };
const INTEGER: Shape = { kinds: ['integer'] };
const FLAG: Shape = { kinds: ['boolean'] };
const CAST_FLAG: Shape = { kinds: ['boolean'], cast: 'boolean' };
const COUNT: Shape = { kinds: ['integer'], cast: 'integer', minimum: 0, merge: 'later' };
const DURATION: Shape = { kinds: ['text'], reading: 'duration' };
const BYTES: Shape = { kinds: ['text'], reading: 'bytes' };

const TEXTS: Shape = { kinds: ['list'], items: TEXT };
const SET: Shape = { kinds: ['list'], items: TEXT, unique: true };
const TEXT_OR_SET: Shape = { kinds: ['text', 'list'], items: TEXT, unique: true, merge: 'texts' };
const COMMAND: Shape = { kinds: ['text', 'list'], items: TEXT, reading: 'words', merge: 'filled' };

const ANY_NAME = /^.+$/s;
const SCALAR: Shape = { kinds: ['text', 'number', 'null'], loose: true };
const ENTRIES: Shape = {
  kinds: ['map', 'list'],
  names: { pattern: ANY_NAME, shape: { ...SCALAR, merge: 'later' } },
  items: TEXT,
  unique: true,
  merge: 'entries',
};
const ENVIRONMENT: Shape = { ...ENTRIES, merge: 'environment' };
const HOSTS: Shape = { ...ENTRIES, items: { ...TEXT, loose: true }, merge: 'hosts' };
const OPTION: Shape = { kinds: ['text', 'number'], loose: true, merge: 'later' };
/** An empty key is held to nothing. */
const OPTIONS: Shape = { kinds: ['map'], names: { pattern: ANY_NAME, shape: OPTION }, rest: ANY };
const LOG_OPTIONS: Shape = {
  kinds: ['map'],
  names: { pattern: ANY_NAME, shape: { ...SCALAR, merge: 'later' } },
  rest: ANY,
};

const FILE_REFERENCE: Shape = {
  kinds: ['text', 'map'],
  keys: {
    source: TEXT,
    target: TEXT,
    uid: TEXT,
    gid: TEXT,
    mode: { kinds: ['number'], cast: 'integer', minimum: 0 },
  },
  rest: ANY,
};

const PORT: Shape = {
  kinds: ['text', 'integer', 'map'],
  exact: true,
  reading: 'port',
  mapSince: 2,
  keys: {
    mode: TEXT,
    target: { kinds: ['integer'], cast: 'integer', minimum: 0 },
    published: { kinds: ['integer'], cast: 'integer', minimum: 0 },
    protocol: TEXT,
  },
};

const VOLUME_MOUNT: Shape = {
  kinds: ['text', 'map'],
  reading: 'volume',
  mapSince: 2,
  required: ['type'],
  keys: {
    type: TEXT,
    source: TEXT,
    target: TEXT,
    read_only: CAST_FLAG,
    consistency: TEXT,
    bind: { kinds: ['map'], keys: { propagation: TEXT }, rest: ANY },
    volume: { kinds: ['map'], keys: { nocopy: CAST_FLAG }, rest: ANY },
    tmpfs: { kinds: ['map'], keys: { size: { kinds: ['integer'], minimum: 0 } }, rest: ANY, since: 6 },
  },
};

const EXACT: Shape = { kinds: ['integer'], exact: true, cast: 'integer' };
const ULIMIT: Shape = {
  kinds: ['integer', 'map'],
  exact: true,
  cast: 'integer',
  keys: { soft: EXACT, hard: EXACT },
  required: ['soft', 'hard'],
  merge: 'later',
};

const HEALTHCHECK: Shape = {
  kinds: ['map'],
  keys: {
    disable: CAST_FLAG,
    interval: DURATION,
    retries: { kinds: ['number'], cast: 'integer', minimum: 0, merge: 'later' },
    test: { kinds: ['text', 'list'], items: TEXT, merge: 'test' },
    timeout: DURATION,
    start_period: { ...DURATION, since: 4 },
    start_interval: { ...DURATION, since: 12 },
  },
};

const UPDATE: Shape = {
  kinds: ['map'],
  keys: {
    parallelism: COUNT,
    delay: DURATION,
    failure_action: TEXT,
    monitor: DURATION,
    max_failure_ratio: { kinds: ['number'], cast: 'number' },
    order: { kinds: ['text'], words: ['start-first', 'stop-first'], since: 4 },
  },
};

const GENERIC_RESOURCE: Shape = {
  kinds: ['map'],
  keys: {
    discrete_resource_spec: { kinds: ['map'], keys: { kind: TEXT, value: { kinds: ['number'] } } },
  },
};

const DEPLOY: Shape = {
  kinds: ['map', 'null'],
  keys: {
    mode: TEXT,
    endpoint_mode: { ...TEXT, since: 2 },
    replicas: COUNT,
    labels: ENTRIES,
    update_config: UPDATE,
    rollback_config: { ...UPDATE, since: 7 },
    resources: {
      kinds: ['map'],
      keys: {
        limits: { kinds: ['map'], keys: { cpus: TEXT, memory: BYTES, pids: { ...INTEGER, since: 9 } } },
        reservations: {
          kinds: ['map'],
          keys: {
            cpus: TEXT,
            memory: BYTES,
            generic_resources: { kinds: ['list'], items: GENERIC_RESOURCE, since: 5 },
          },
        },
      },
    },
    restart_policy: {
      kinds: ['map'],
      keys: { condition: TEXT, delay: DURATION, max_attempts: COUNT, window: DURATION },
    },
    placement: {
      kinds: ['map'],
      keys: {
        constraints: TEXTS,
        preferences: { kinds: ['list'], items: { kinds: ['map'], keys: { spread: TEXT } }, since: 3 },
        max_replicas_per_node: { kinds: ['integer'], cast: 'integer', minimum: 0, since: 8 },
      },
    },
  },
};

const NAME = /^[a-zA-Z0-9._-]+$/;

const EXTENSION: Shape = { ...ANY, since: 7 };

const SERVICE: Shape = {
  kinds: ['map'],
  keys: {
    build: {
      kinds: ['text', 'map'],
      keys: {
        args: ENVIRONMENT,
        cache_from: { ...SET, since: 2 },
        context: TEXT,
        dockerfile: TEXT,
        extra_hosts: { ...HOSTS, since: 9 },
        labels: { ...ENTRIES, since: 3 },
        network: { ...TEXT, since: 4 },
        shm_size: { kinds: ['integer', 'text'], loose: true, since: 5 },
        target: { ...TEXT, since: 4 },
      },
      rest: { ...ANY, since: 11 },
      merge: 'context',
    },
    cap_add: SET,
    cap_drop: SET,
    cgroup_parent: TEXT,
    cgroupns_mode: { ...TEXT, since: 9 },
    command: COMMAND,
    configs: { kinds: ['list'], items: FILE_REFERENCE, merge: 'source', since: 3 },
    container_name: TEXT,
    credential_spec: { kinds: ['map'], keys: { config: { ...TEXT, since: 8 }, file: TEXT, registry: TEXT }, since: 3 },
    depends_on: SET,
    deploy: DEPLOY,
    devices: SET,
    dns: TEXT_OR_SET,
    dns_search: TEXT_OR_SET,
    domainname: TEXT,
    entrypoint: COMMAND,
    env_file: TEXT_OR_SET,
    environment: ENVIRONMENT,
    expose: { kinds: ['list'], items: { kinds: ['text', 'number'], loose: true }, unique: true },
    external_links: SET,
    extra_hosts: HOSTS,
    healthcheck: HEALTHCHECK,
    hostname: TEXT,
    image: TEXT,
    init: { ...FLAG, since: 7 },
    ipc: TEXT,
    isolation: { ...TEXT, since: 5 },
    labels: ENTRIES,
    links: SET,
    logging: { kinds: ['map'], keys: { driver: TEXT, options: LOG_OPTIONS }, merge: 'logging' },
    mac_address: TEXT,
    network_mode: TEXT,
    networks: {
      kinds: ['list', 'map'],
      items: TEXT,
      unique: true,
      names: {
        pattern: NAME,
        shape: {
          kinds: ['map', 'null'],
          keys: { aliases: SET, driver_opts: { ...OPTIONS, since: 13 }, ipv4_address: TEXT, ipv6_address: TEXT },
          merge: 'network',
        },
      },
      merge: 'names',
    },
    oom_score_adj: { ...INTEGER, cast: 'integer', since: 13 },
    pid: { kinds: ['text', 'null'] },
    ports: { kinds: ['list'], items: PORT, unique: true, merge: 'ports' },
    privileged: CAST_FLAG,
    read_only: CAST_FLAG,
    restart: TEXT,
    secrets: { kinds: ['list'], items: FILE_REFERENCE, merge: 'source', since: 1 },
    security_opt: SET,
    // The schema takes a number as well, the loader does not.
    shm_size: TEXT,
    stdin_open: CAST_FLAG,
    stop_grace_period: DURATION,
    stop_signal: TEXT,
    sysctls: ENTRIES,
    tmpfs: TEXT_OR_SET,
    tty: CAST_FLAG,
    ulimits: {
      kinds: ['map'],
      names: { pattern: /^[a-z]+$/, shape: ULIMIT },
      rest: { ...ULIMIT, kinds: ['integer', 'map', 'null'], rest: ANY },
    },
    user: TEXT,
    userns_mode: TEXT,
    volumes: { kinds: ['list'], items: VOLUME_MOUNT, uniqueUntil: 1, merge: 'target' },
    working_dir: TEXT,
  },
  names: { pattern: /^x-/, shape: EXTENSION },
};

/** What a network or volume, a secret or config outside the stack is called. */
const EXTERNAL: Shape = { kinds: ['boolean', 'map'], cast: 'boolean', keys: { name: TEXT } };
const EXTENSIONS = { pattern: /^x-/, shape: EXTENSION } as const;

const NETWORK: Shape = {
  kinds: ['map', 'null'],
  keys: {
    attachable: { ...CAST_FLAG, since: 2 },
    driver: TEXT,
    driver_opts: OPTIONS,
    external: EXTERNAL,
    internal: CAST_FLAG,
    ipam: {
      kinds: ['map'],
      keys: { driver: TEXT, config: { kinds: ['list'], items: { kinds: ['map'], keys: { subnet: TEXT } } } },
    },
    labels: ENTRIES,
    name: { ...TEXT, since: 5 },
  },
  names: EXTENSIONS,
  merge: 'later',
};

/** A network whose name the schema does not know is held to what the loader can take. */
const ODD_NETWORK: Shape = {
  kinds: ['map', 'null'],
  keys: {
    attachable: { kinds: ['boolean', 'null'], cast: 'boolean' },
    driver: { kinds: ['text', 'null'] },
    driver_opts: { kinds: ['map', 'null'], rest: ANY },
    external: { kinds: ['boolean', 'map', 'null'], cast: 'boolean', keys: { name: TEXT }, rest: ANY },
    internal: { kinds: ['boolean', 'null'], cast: 'boolean' },
    labels: { kinds: ['map', 'list', 'null'], rest: ANY, items: TEXT },
    name: { kinds: ['text', 'null'] },
  },
  rest: ANY,
  merge: 'later',
};

const CLUSTER_SPEC: Shape = {
  kinds: ['map'],
  keys: {
    group: TEXT,
    availability: TEXT,
    access_mode: {
      kinds: ['map'],
      keys: {
        scope: TEXT,
        sharing: TEXT,
        block_volume: { kinds: ['map'], rest: ANY },
        mount_volume: { kinds: ['map'], keys: { fs_type: TEXT, mount_flags: TEXTS }, rest: ANY },
      },
      rest: ANY,
    },
    accessibility_requirements: {
      kinds: ['map'],
      keys: {
        requisite: { kinds: ['list'], items: { kinds: ['map'], keys: { segments: ENTRIES }, rest: ANY } },
        preferred: { kinds: ['list'], items: { kinds: ['map'], keys: { segments: ENTRIES }, rest: ANY } },
      },
      rest: ANY,
    },
    capacity_range: { kinds: ['map'], keys: { required_bytes: BYTES, limit_bytes: BYTES }, rest: ANY },
    secrets: {
      kinds: ['list', 'null'],
      items: { kinds: ['map'], keys: { key: TEXT, secret: TEXT }, rest: ANY },
    },
  },
  rest: ANY,
  since: 7,
};

const VOLUME: Shape = {
  kinds: ['map', 'null'],
  keys: {
    driver: TEXT,
    driver_opts: OPTIONS,
    external: EXTERNAL,
    labels: ENTRIES,
    name: { ...TEXT, since: 4 },
    'x-cluster-spec': CLUSTER_SPEC,
  },
  names: EXTENSIONS,
  merge: 'later',
};

const CONFIG: Shape = {
  kinds: ['map'],
  keys: {
    external: { ...EXTERNAL, rest: ANY },
    file: TEXT,
    labels: ENTRIES,
    name: { ...TEXT, since: 5 },
    template_driver: { ...TEXT, since: 8 },
  },
  names: EXTENSIONS,
  merge: 'later',
};

const SECRET: Shape = {
  ...CONFIG,
  keys: { ...CONFIG.keys, driver: { ...TEXT, since: 8 }, driver_opts: { ...OPTIONS, since: 8 } },
};

export const FORMAT: Shape = {
  kinds: ['map'],
  keys: {
    version: { ...TEXT, merge: 'later' },
    services: { kinds: ['map'], names: { pattern: NAME, shape: SERVICE } },
    networks: { kinds: ['map'], names: { pattern: NAME, shape: NETWORK }, rest: ODD_NETWORK },
    volumes: { kinds: ['map'], names: { pattern: NAME, shape: VOLUME } },
    secrets: { kinds: ['map'], names: { pattern: NAME, shape: SECRET }, since: 1 },
    configs: { kinds: ['map'], names: { pattern: NAME, shape: CONFIG }, since: 3 },
  },
  names: { pattern: /^x-/, shape: { ...ANY, since: 4 } },
};

/** The newest version of the format, and what a file without one has. */
export const NEWEST = 13;
