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

/** Ids of the images that the containers of each service were made of, whatever the service says. */
export interface ImagesRunning {
  readonly [service: string]: readonly string[];
}

export async function imagesRunning({ docker }: Pick<Engine, 'docker'>, stack: string): Promise<ImagesRunning> {
  const filters = { label: [`com.docker.stack.namespace=${stack}`], status: ['running'] };
  const containers = (await docker.listContainers({ filters })).map(({ Labels, ImageID }) => ({
    service: Labels['com.docker.swarm.service.name'] ?? '',
    image: ImageID,
  }));
  const services = Object.groupBy(containers, ({ service }) => service);
  return Object.fromEntries(
    Object.entries(services).map(([service, of = []]) => [service, [...new Set(of.map(({ image }) => image))].sort()]),
  );
}
