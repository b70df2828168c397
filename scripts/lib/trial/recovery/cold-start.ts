import { setTimeout as sleep } from 'node:timers/promises';
import type { TrialContext } from '../context.ts';
import type { ObservedService, ObservedTask } from '../observation.ts';
import { killAll } from './kill.ts';
import { setReplicas } from './replicas.ts';
import { awaitRecovery, awaitState, isLive, type Recovered } from './wait.ts';

/** How much later each service starts than the one before it: as long as a server that boots may take for either. */
const LATER_MS = 3000;

/** So long a task may take to get a container; whoever waits for it afterwards knows why it has none. */
const START_MS = 10_000;

/**
 * Kills everything at once, as a loss of power does, and brings the services back one after the other in `order`; those it
 * does not name (global ones) come back by themselves.
 */
export async function coldStart(context: TrialContext, order: readonly string[]): Promise<Recovered> {
  const { engine, observer, signal, plan } = context;
  const { services } = await observer.snapshot();
  const inOrder = order.flatMap((name) => services.filter((service) => service.name === name));
  const ids = new Set(inOrder.map(({ id }) => id));
  const limitMs = plan.timeoutSeconds * 1000;
  const tasksAre = async (what: string, isSo: (task: ObservedTask) => boolean) => {
    const reached = await awaitState(context, limitMs, ({ tasks }) =>
      tasks.every((task) => !ids.has(task.serviceId) || isSo(task)),
    );
    if (!reached) throw new Error(`swarm did not ${what} its tasks within ${limitMs / 1000} s`);
  };
  await Promise.all(inOrder.map((service) => setReplicas(engine, service, 0)));
  // Killed while swarm still wants them they would be restarted, and use up the attempts of the restart policy.
  await tasksAre('give up', ({ desired }) => desired !== 'running' && desired !== 'ready');
  const blow = await killAll(context);
  await tasksAre('stop', (task) => !isLive(task));
  const startedAt = Date.now();
  let last = startedAt;
  for (const [index, service] of inOrder.entries()) {
    if (index > 0) await sleep(LATER_MS, undefined, { signal });
    last = Date.now();
    await setReplicas(engine, service, replicasOf(service));
    await awaitState(context, START_MS, ({ tasks }) =>
      tasks.some((task) => task.serviceId === service.id && task.createdAt >= last - 1 && task.containerId !== null),
    );
  }
  const { fault, seconds } = await awaitRecovery(context, { ...blow, at: last });
  return { fault, seconds: seconds + (last - startedAt) / 1000 };
}

/** Those that can be started one after the other. */
export function startable(services: readonly ObservedService[]): readonly string[] {
  return services.filter((service) => replicasOf(service) > 0).map(({ name }) => name);
}

function replicasOf({ replicas }: ObservedService): number {
  return typeof replicas === 'number' ? replicas : 0;
}
