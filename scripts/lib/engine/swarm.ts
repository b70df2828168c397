import type Dockerode from 'dockerode';

const SECOND = 1_000_000_000;

/**
 * Makes the daemon a swarm of one. It listens on loopback only: no container can reach the manager.
 * A quick heartbeat shows a lost node after 4 s instead of 13 s, and logs of dead tasks stay for evidence.
 */
export async function initSwarm(docker: Dockerode, signal: AbortSignal): Promise<void> {
  const request = docker.swarmInit({
    ListenAddr: '127.0.0.1:2377',
    AdvertiseAddr: '127.0.0.1',
    Spec: { Dispatcher: { HeartbeatPeriod: SECOND }, Orchestration: { TaskHistoryRetentionLimit: 100 } },
    abortSignal: signal,
  });
  await request.catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
}
