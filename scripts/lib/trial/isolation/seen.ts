/** What was seen of a stack and its neighbours, as plain data. */

/** One running container of the stack, by the kernel and by the engine. */
export interface Seen {
  readonly service: string;
  readonly id: string;
  readonly uid: number;
  readonly gid: number;
  /** Effective users of all its processes, each once. */
  readonly users: readonly number[];
  /** Names without `CAP_`: what its first process has, and what any could ever get. */
  readonly effective: readonly string[];
  readonly bounding: readonly string[];
  readonly noNewPrivileges: boolean;
  readonly seccomp: 'off' | 'strict' | 'filter';
  readonly rootWritable: boolean;
  readonly listens: readonly Listener[];
  /** Paths in the container at which sockets of the host are mounted. */
  readonly sockets: readonly string[];
  readonly addresses: readonly Address[];
  readonly limits: EngineLimits;
}

export interface Listener {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
}

export interface Address {
  /** Name in the swarm; `docker_gwbridge` for the way out. */
  readonly network: string;
  readonly address: string;
}

/** What the engine says that it enforces on a container. */
export interface EngineLimits {
  readonly memoryBytes: number | null;
  readonly cpus: number | null;
  readonly pids: number | null;
  readonly init: boolean;
  readonly readOnly: boolean;
  readonly sysctls: { readonly [name: string]: string };
  /** `nofile=1024:2048`, sorted. */
  readonly ulimits: readonly string[];
  /** `volume fossil_data at /data`, `tmpfs at /tmp (read-only)`. */
  readonly mounts: readonly string[];
}

/** Somebody tried to reach something outside. */
export interface Contact {
  /** Null for names, which the daemon asks for on behalf of all, and for a container that is gone. */
  readonly service: string | null;
  readonly kind: 'name' | 'tcp' | 'udp' | 'icmp';
  /** A name, an address, or `address:port`. */
  readonly to: string;
}

/** What a neighbour on the network `proxy` reached. */
export interface Reach {
  readonly names: readonly { readonly name: string; readonly address: string }[];
  readonly open: readonly OpenPort[];
  /** TCP ports tried, of all addresses together. */
  readonly tried: number;
  /** Addresses on `proxy` of which not every port could be tried in time. */
  readonly unfinished: readonly string[];
}

interface OpenPort {
  readonly service: string;
  readonly network: string;
  readonly port: number;
}
