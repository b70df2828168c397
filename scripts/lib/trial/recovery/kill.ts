import type { TrialContext } from '../context.ts';
import { dockerOf } from '../nodes.ts';
import type { ObservedTask } from '../observation.ts';
import type { Blow } from './judge.ts';
import { isLive } from './wait.ts';

/** Kills the container of one task of a service, as a crash or the kernel would; null when none runs. */
export async function killOne(context: TrialContext, service: string): Promise<Blow | null> {
  const { services, tasks } = await context.observer.snapshot();
  const id = services.find(({ name }) => name === service)?.id;
  const task = tasks.find((each) => each.serviceId === id && each.state === 'running');
  return task === undefined ? null : await kill(context, [task]);
}

/** Kills all containers of the stack at once. */
export async function killAll(context: TrialContext): Promise<Blow> {
  const { tasks } = await context.observer.snapshot();
  return await kill(context, tasks.filter(isLive));
}

async function kill({ engine }: TrialContext, tasks: readonly ObservedTask[]): Promise<Blow> {
  const ids = tasks.flatMap(({ containerId }) => (containerId === null ? [] : [containerId]));
  const at = Date.now();
  await Promise.all(
    ids.map(async (id) => {
      const docker = await dockerOf(engine, id);
      await docker
        .getContainer(id)
        .kill({ signal: 'SIGKILL' })
        .catch((error: { statusCode?: number }) => {
          // It ended by itself meanwhile.
          if (error.statusCode !== 404 && error.statusCode !== 409) throw error;
        });
    }),
  );
  return { at, killed: new Set(ids) };
}
