import type { Engine } from '../engine/engine.ts';

/**
 * Fetches an image of the trial's own where the engine has not unpacked it yet: for services swarm does that by itself, for
 * single containers nobody does.
 */
export async function fetchImage(docker: Engine['docker'], name: string): Promise<void> {
  const isThere = await docker
    .getImage(name)
    .inspect()
    .then(
      () => true,
      () => false,
    );
  if (isThere) return;
  const progress = await docker.pull(name);
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(progress, (error) => (error ? reject(error) : resolve()));
  });
}
