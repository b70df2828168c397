import type { World } from './canary.ts';
import { type Inside, runInside } from './containers.ts';

/**
 * Values of the container's variables whose name matches, and what lies in the files that their twins `…_FILE` name. They go
 * to a client by its environment, so that no list of processes, event or report shows them.
 */
export async function valuesOf(world: World, inside: Inside, name: RegExp): Promise<readonly string[]> {
  const values: string[] = [];
  for (const [key, value] of Object.entries(inside.env)) {
    if (name.test(key)) values.push(value);
    else if (key.endsWith('_FILE') && name.test(key.slice(0, -5))) values.push(...(await readIn(world, inside, value)));
  }
  return values.filter((value) => value !== '');
}

/** Every secret that swarm gives the container: an entrypoint may read one that no variable names. */
export async function secretsIn(world: World, inside: Inside): Promise<readonly string[]> {
  const service = await world.engine.docker.getService(`${world.stack}_${inside.service}`).inspect();
  const names = (service.Spec.TaskTemplate.ContainerSpec.Secrets ?? []).flatMap(
    ({ File }: { readonly File?: { readonly Name: string } }) => File?.Name ?? [],
  );
  const found: string[] = [];
  for (const name of names) {
    found.push(...(await readIn(world, inside, name.startsWith('/') ? name : `/run/secrets/${name}`)));
  }
  return found;
}

/** Content of a file without the newlines at its end, as a shell's `$(cat …)` gives it; none when it cannot be read. */
export async function readIn(world: World, inside: Inside, path: string): Promise<readonly string[]> {
  const read = await runInside(world, inside, ['cat', path]).catch(() => null);
  return read?.exitCode === 0 ? [read.stdout.replace(/\n+$/, '')] : [];
}
