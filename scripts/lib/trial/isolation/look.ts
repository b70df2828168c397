import { basename } from 'node:path';
import type { World } from '../canary/canary.ts';
import { runInside } from '../canary/containers.ts';
import { capabilitiesOf } from './capabilities.ts';
import { commandOf } from './programs.ts';
import type { Address, EngineLimits, Listener, Seen } from './seen.ts';

type Inspected = Awaited<ReturnType<ReturnType<World['engine']['docker']['getContainer']>['inspect']>>;

const GATE = 'docker_gwbridge';

/** What the kernel says of a container: the lines of look.pl. */
interface Kernel {
  readonly status: { readonly [key: string]: string };
  readonly users: readonly number[];
  readonly listens: readonly Listener[];
  readonly sockets: readonly string[];
  readonly rootWritable: boolean;
}

export interface Looked {
  readonly seen: readonly Seen[];
  /** Addresses of everybody else on their way out: the edge, the neighbour, the engine itself. */
  readonly others: readonly string[];
}

/** All running containers of the stack. `witness`: id of the container that sees every process of the engine. */
export async function lookAt(world: World, witness: string): Promise<Looked> {
  const { docker } = world.engine;
  const filters = { label: [`com.docker.stack.namespace=${world.stack}`], status: ['running'] };
  const listed = await docker.listContainers({ filters });
  const [inspected, gate] = await Promise.all([
    Promise.all(listed.map(({ Id }) => docker.getContainer(Id).inspect())),
    docker.getNetwork(GATE).inspect() as Promise<Gate>,
  ]);
  const pids = inspected.map(({ State }) => String(State.Pid));
  const { exitCode, output } = await runInside(world, { id: witness }, await commandOf('look', pids));
  if (exitCode !== 0) throw new Error(`the witness cannot look: ${output.trim()}`);
  const waysOut = new Map(
    Object.entries(gate.Containers).map(([id, { IPv4Address }]) => [id, IPv4Address.split('/')[0]]),
  );
  const seen = inspected.map((container) =>
    seenOf(container, readKernel(output, container.State.Pid), world.stack, waysOut.get(container.Id)),
  );
  const others = [...waysOut].flatMap(([id, address = '']) => (inspected.some(({ Id }) => Id === id) ? [] : [address]));
  return { seen, others };
}

interface Gate {
  readonly Containers: { readonly [id: string]: { readonly IPv4Address: string } };
}

function seenOf(container: Inspected, kernel: Kernel, stack: string, wayOut: string | undefined): Seen {
  const { status, ...rest } = kernel;
  const service = container.Config.Labels['com.docker.swarm.service.name'] ?? container.Name;
  return {
    service: service.startsWith(`${stack}_`) ? service.slice(stack.length + 1) : service,
    id: container.Id,
    uid: Number(status.Uid),
    gid: Number(status.Gid),
    effective: capabilitiesOf(status.CapEff ?? ''),
    bounding: capabilitiesOf(status.CapBnd ?? ''),
    noNewPrivileges: status.NoNewPrivs === '1',
    seccomp: (['off', 'strict', 'filter'] as const)[Number(status.Seccomp)] ?? 'off',
    addresses: addressesOf(container, wayOut),
    limits: limitsOf(container),
    ...rest,
  };
}

function addressesOf({ NetworkSettings }: Inspected, wayOut: string | undefined): readonly Address[] {
  const own = Object.entries(NetworkSettings.Networks).flatMap(([network, { IPAddress: address }]) =>
    address === '' ? [] : [{ network, address }],
  );
  return wayOut === undefined ? own : [...own, { network: GATE, address: wayOut }];
}

function limitsOf({ HostConfig: host, Mounts }: Inspected): EngineLimits {
  const tmpfs = Object.entries((host.Tmpfs ?? {}) as { [path: string]: string });
  return {
    memoryBytes: host.Memory || null,
    cpus: host.NanoCpus ? host.NanoCpus / 1e9 : null,
    pids: host.PidsLimit && host.PidsLimit > 0 ? host.PidsLimit : null,
    init: host.Init === true,
    readOnly: host.ReadonlyRootfs === true,
    sysctls: host.Sysctls ?? {},
    ulimits: ((host.Ulimits ?? []) as Ulimit[]).map(({ Name, Soft, Hard }) => `${Name}=${Soft}:${Hard}`).toSorted(),
    mounts: [
      ...Mounts.map(({ Type, Name, Source, Destination, RW }) => {
        const what = Type === 'volume' ? `volume ${Name}` : Type === 'bind' ? `bind ${basename(Source)}` : Type;
        return `${what} at ${Destination}${RW ? '' : ' (read-only)'}`;
      }),
      ...tmpfs.map(([path]) => `tmpfs at ${path}`),
    ].toSorted(),
  };
}

interface Ulimit {
  readonly Name: string;
  readonly Soft: number;
  readonly Hard: number;
}

/** Throws when the kernel said nothing of the process: then it is gone, and nothing is known. */
function readKernel(output: string, pid: number): Kernel {
  const status: { [key: string]: string } = {};
  const users = new Set<number>();
  const listens: Listener[] = [];
  const sockets: string[] = [];
  let rootWritable = true;
  for (const line of output.split('\n')) {
    const [what, of, first = '', second = '', port] = line.split(' ');
    if (Number(of) !== pid) continue;
    if (what === 'status') status[first] = second;
    else if (what === 'process') users.add(Number(first));
    else if (what === 'listen' && (first === 'tcp' || first === 'udp')) {
      listens.push({ protocol: first, address: second, port: Number(port) });
    } else if (what === 'socket') sockets.push(line.split(' ').slice(2).join(' '));
    else if (what === 'root') rootWritable = first === 'writable';
  }
  if (status.CapBnd === undefined || status.Uid === undefined) throw new Error(`process ${pid} cannot be looked at`);
  // Docker's own name server of the container.
  const own = listens.filter(({ address }) => address !== '127.0.0.11');
  return { status, users: [...users].toSorted((a, b) => a - b), listens: own, sockets, rootWritable };
}
