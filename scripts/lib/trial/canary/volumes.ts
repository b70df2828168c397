import type { Engine, EngineNode, ImageNeed } from '../../engine/engine.ts';
import type { AvailableImage } from '../images.ts';
import { aliveNodes, type Nodes } from '../nodes.ts';
import { fetchImage } from '../own-image.ts';
import type { World } from './canary.ts';

/** What reaches into volumes. */
export const VOLUMES_IMAGE: ImageNeed = {
  reference: 'ghcr.io/recipe-commons/trial-volumes:1',
  services: ['trial'],
  context: `${import.meta.dirname}/image`,
  standIns: false,
};

/** Of the container that reaches into volumes. */
export const VOLUMES_NAME = 'recipe-commons-volumes';

/**
 * Starts a container beside the stack with those of its volumes that exist, on each node that has some; they go with the engine.
 * Called again, it looks for them anew. Of a volume that several nodes have, it takes the one that is in use.
 */
export async function openVolumes(
  engine: Nodes,
  image: Pick<AvailableImage, 'reference' | 'digest'>,
  wanted: readonly string[],
): Promise<Pick<World, 'beside' | 'elsewhere' | 'volumes'>> {
  const nodes = aliveNodes(engine);
  const found = await Promise.all(nodes.map(({ docker }) => volumesOf(docker)));
  const volumes = wanted.filter((name) => found.some(({ existing }) => existing.has(name)));
  const homes = volumes.map((name) => {
    const used = found.findIndex(({ inUse }) => inUse.has(name));
    return used >= 0 ? used : found.findIndex(({ existing }) => existing.has(name));
  });
  const containers = await Promise.all(
    nodes.map(async ({ docker }, index) => {
      const here = volumes.filter((_, each) => homes[each] === index);
      return index === 0 || here.length > 0 ? await startBeside(docker, image, here) : '';
    }),
  );
  const elsewhere = volumes.flatMap((name, each) => {
    const home = homes[each] ?? 0;
    return home === 0 ? [] : [[name, containers[home] ?? ''] as const];
  });
  return { beside: containers[0] ?? '', elsewhere: Object.fromEntries(elsewhere), volumes };
}

/** The nodes that have any of the volumes. */
export async function nodesWith(engine: Nodes, volumes: readonly string[]): Promise<readonly EngineNode[]> {
  const nodes = aliveNodes(engine);
  const found = await Promise.all(nodes.map(({ docker }) => volumesOf(docker)));
  return nodes.filter((_, index) => volumes.some((name) => found[index]?.existing.has(name)));
}

async function volumesOf(docker: Engine['docker']) {
  const [{ Volumes: existing }, containers] = await Promise.all([docker.listVolumes(), docker.listContainers()]);
  const inUse = containers.flatMap(({ Mounts, Names }) =>
    Names.includes(`/${VOLUMES_NAME}`) ? [] : Mounts.flatMap(({ Name }) => Name ?? []),
  );
  return { existing: new Set(existing.map(({ Name }) => Name)), inUse: new Set(inUse) };
}

/** A name that is not there would be made by mounting it. */
async function startBeside(
  docker: Engine['docker'],
  image: Pick<AvailableImage, 'reference' | 'digest'>,
  volumes: readonly string[],
): Promise<string> {
  await docker
    .getContainer(VOLUMES_NAME)
    .remove({ force: true })
    .catch((error: { statusCode?: number }) => {
      if (error.statusCode !== 404) throw error;
    });
  const [repository] = image.reference.split(':');
  const Image = `${repository}@${image.digest}`;
  await fetchImage(docker, Image);
  const container = await docker.createContainer({
    name: VOLUMES_NAME,
    Image,
    NetworkDisabled: true,
    HostConfig: { Binds: volumes.map((name) => `${name}:/volumes/${name}`), Init: true },
  });
  await container.start();
  return container.id;
}
