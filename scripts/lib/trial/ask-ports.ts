import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../engine/engine.ts';
import type { Evidence, PortProbe } from '../types.ts';
import { judgePort, portName, questionOf, shown } from './judge-port.ts';
import type { TrialPlan } from './plan.ts';

const AGAIN_MS = 300;

interface Asked {
  /** Why the first port that is not as declared is not. */
  readonly reason: string | null;
  readonly evidence: readonly Evidence[];
}

/** Asks every declared port, as it is published, until it answers as declared or patience is over. */
export async function askPorts(
  engine: Engine,
  { stack, ports }: Pick<TrialPlan, 'stack' | 'ports'>,
  patienceMs: number,
  signal: AbortSignal,
): Promise<Asked> {
  const evidence: Evidence[] = [];
  for (const probe of ports) {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const { reason, seen } = await askOnce(engine, stack, probe, signal);
      if (reason !== null && performance.now() < deadline) {
        await sleep(AGAIN_MS, undefined, { signal });
        continue;
      }
      if (seen !== null) evidence.push({ kind: 'port', title: portName(probe), text: seen });
      if (reason !== null) return { reason, evidence };
      break;
    }
  }
  return { reason: null, evidence };
}

async function askOnce(engine: Engine, stack: string, probe: PortProbe, signal: AbortSignal) {
  const address = await addressOf(engine, stack, probe);
  if (typeof address === 'string') return { reason: address, seen: null };
  const { host, port, where } = address;
  const answer = await engine.exchange({ ...questionOf(probe), host, port }, signal);
  const bytes = Buffer.from(answer.received, 'base64');
  const said = bytes.length === 0 ? 'nothing was said' : `it said ${shown(bytes)}`;
  return { reason: judgePort(probe, answer), seen: `asked ${where}; ${said}` };
}

interface Address {
  readonly host: string;
  readonly port: number;
  readonly where: string;
}

/** A string says why there is none. */
async function addressOf(
  { docker, facts }: Engine,
  stack: string,
  { port, protocol }: PortProbe,
): Promise<Address | string> {
  const label = [`com.docker.stack.namespace=${stack}`];
  const services = (await docker.listServices({ filters: { label } })) as unknown as readonly RawService[];
  const published = services.flatMap(({ Spec }) =>
    (Spec.EndpointSpec?.Ports ?? []).map((each) => ({ ...each, service: Spec.Name })),
  );
  const found = published.find(({ PublishedPort, Protocol }) => PublishedPort === port && Protocol === protocol);
  if (found === undefined) return `No service publishes ${portName({ port, protocol })}.`;
  const bridge = (await docker.getNetwork('docker_gwbridge').inspect()) as RawNetwork;
  const node = bridge.IPAM?.Config?.[0]?.Gateway;
  if (node === undefined) throw new Error('the engine has no address of its own');
  // Docker's own proxy on 127.0.0.1 would take connections also for a container that does not.
  if (found.PublishMode === 'host') return { host: node, port, where: 'at the node, where the port is published' };
  if (!facts.limits.some((limit) => limit.startsWith('no IP_VS'))) {
    return { host: node, port, where: 'at the node, through the ingress network' };
  }
  const filters = { label: [`com.docker.swarm.service.name=${found.service}`], status: ['running'] };
  const [container] = await docker.listContainers({ filters });
  const own = bridge.Containers?.[container?.Id ?? '']?.IPv4Address?.split('/')[0];
  if (own === undefined) return `No task behind ${portName({ port, protocol })} has an address that can be asked.`;
  return {
    host: own,
    port: found.TargetPort,
    where: 'at the container: without IP_VS this host has no ingress network',
  };
}

interface RawService {
  readonly Spec: {
    readonly Name: string;
    readonly EndpointSpec?: {
      readonly Ports?: readonly {
        readonly Protocol: string;
        readonly TargetPort: number;
        readonly PublishedPort: number;
        readonly PublishMode: string;
      }[];
    };
  };
}

interface RawNetwork {
  readonly IPAM?: { readonly Config?: readonly { readonly Gateway?: string }[] };
  readonly Containers?: { readonly [id: string]: { readonly IPv4Address?: string } | undefined };
}
