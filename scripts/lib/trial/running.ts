import type { Engine } from '../engine/engine.ts';

/** What swarm runs of each service of a stack, by its name: images with their digests, settings, mounts, networks, ports. */
export async function runningNow(
  { docker }: Pick<Engine, 'docker'>,
  stack: string,
): Promise<{ readonly [service: string]: unknown }> {
  const services = await docker.listServices({ filters: { label: [`com.docker.stack.namespace=${stack}`] } });
  return Object.fromEntries(
    services.map(({ Spec }) => {
      const { TaskTemplate, Mode, EndpointSpec, Name } = Spec ?? {};
      // Counts how often somebody forced new tasks; it says nothing about what they are.
      return [Name, { task: { ...TaskTemplate, ForceUpdate: 0 }, mode: Mode, endpoint: EndpointSpec }];
    }),
  );
}
