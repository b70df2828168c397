import type { Engine, ImageNeed } from '../../engine/engine.ts';
import type { AvailableImage } from '../images.ts';

/** What reaches into volumes. */
export const VOLUMES_IMAGE: ImageNeed = {
  reference: 'ghcr.io/recipe-commons/trial-volumes:1',
  services: ['trial'],
  context: `${import.meta.dirname}/image`,
  standIns: false,
};

const NAME = 'recipe-commons-volumes';

/** Starts a container beside the stack with those of its volumes that exist; it goes with the engine. */
export async function openVolumes(
  { docker }: Pick<Engine, 'docker'>,
  image: Pick<AvailableImage, 'reference' | 'digest'>,
  wanted: readonly string[],
): Promise<{ readonly beside: string; readonly volumes: readonly string[] }> {
  // A name that is not there would be made by mounting it.
  const { Volumes: existing } = await docker.listVolumes();
  const volumes = wanted.filter((name) => existing.some(({ Name }) => Name === name));
  const [repository] = image.reference.split(':');
  const container = await docker.createContainer({
    name: NAME,
    Image: `${repository}@${image.digest}`,
    NetworkDisabled: true,
    HostConfig: { Binds: volumes.map((name) => `${name}:/volumes/${name}`), Init: true },
  });
  await container.start();
  return { beside: container.id, volumes };
}
