import type Dockerode from 'dockerode';
import { until } from './wait.ts';

const SECOND = 1_000_000_000;
const PORT = 2377;
const LIMIT_MS = 60_000;

/** Far from what Docker sets: a quick heartbeat shows a lost node after 4 s instead of 13 s; logs of dead tasks stay. */
export const SWARM_SETTINGS = { heartbeatSeconds: 1, taskHistory: 100 };

/**
 * Makes the daemon the manager of a swarm. Alone (`address` null) it listens on loopback only: no container can reach it.
 */
export async function initSwarm(docker: Dockerode, address: string | null, signal: AbortSignal): Promise<void> {
  const request = docker.swarmInit({
    ListenAddr: `${address ?? '127.0.0.1'}:${PORT}`,
    AdvertiseAddr: address ?? '127.0.0.1',
    Spec: {
      Dispatcher: { HeartbeatPeriod: SWARM_SETTINGS.heartbeatSeconds * SECOND },
      Orchestration: { TaskHistoryRetentionLimit: SWARM_SETTINGS.taskHistory },
    },
    abortSignal: signal,
  });
  await request.catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
}

/** Joins workers to the swarm of `manager`, which listens at `address`; resolves once all nodes are ready. */
export async function joinSwarm(
  manager: Dockerode,
  workers: readonly { readonly docker: Dockerode; readonly address: string }[],
  address: string,
  signal: AbortSignal,
): Promise<void> {
  const { JoinTokens } = (await manager.swarmInspect()) as unknown as { JoinTokens: { Worker: string } };
  await Promise.all(
    workers.map(({ docker, address: own }) =>
      docker.swarmJoin({
        ListenAddr: `${own}:${PORT}`,
        AdvertiseAddr: own,
        RemoteAddrs: [`${address}:${PORT}`],
        JoinToken: JoinTokens.Worker,
      }),
    ),
  );
  signal.throwIfAborted();
  await until(() => allReady(manager, workers.length + 1), {
    limitMs: LIMIT_MS,
    signal,
    tooLate: () => new Error(`the nodes of the swarm are not ready after ${LIMIT_MS / 1000} s`),
  });
}

async function allReady(manager: Dockerode, count: number): Promise<true | null> {
  const nodes = (await manager.listNodes()) as readonly RawNode[];
  return nodes.filter(({ Status }) => Status.State === 'ready').length === count ? true : null;
}

/** Whether the node takes tasks; `drain` sends away those it has. */
export async function setAvailability(manager: Dockerode, id: string, availability: 'active' | 'drain'): Promise<void> {
  const node = manager.getNode(id);
  for (;;) {
    const { Version, Spec } = (await node.inspect()) as RawNode;
    try {
      return await node.update({ version: Version.Index, ...Spec, Availability: availability });
    } catch (error) {
      // It said something of itself in between.
      if (!String(error).includes('out of sequence')) throw error;
    }
  }
}

/** As far as it is read. */
interface RawNode {
  readonly Version: { readonly Index: number };
  readonly Spec: object;
  readonly Status: { readonly State: string };
}

/** The same settings of a swarm that is not ours. */
export async function swarmSettings(docker: Dockerode): Promise<typeof SWARM_SETTINGS> {
  const { Spec } = (await docker.swarmInspect()) as unknown as {
    readonly Spec: {
      readonly Dispatcher?: { readonly HeartbeatPeriod?: number };
      readonly Orchestration?: { readonly TaskHistoryRetentionLimit?: number };
    };
  };
  return {
    heartbeatSeconds: (Spec.Dispatcher?.HeartbeatPeriod ?? 0) / SECOND,
    taskHistory: Spec.Orchestration?.TaskHistoryRetentionLimit ?? 0,
  };
}
