import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../../engine/engine.ts';
import type { AvailableImage } from '../images.ts';
import { fetchImage } from '../own-image.ts';

/** They need nothing but the Perl of Debian's smallest image. */
export type Program = 'look' | 'scan' | 'witness';

/** What runs a program with `args`, in an image of the trial's own. */
export async function commandOf(program: Program, args: readonly string[]): Promise<readonly string[]> {
  return ['perl', '-e', await readFile(join(import.meta.dirname, `${program}.pl`), 'utf8'), ...args];
}

/** Starts a container of the trial's own; it goes with the engine. */
export async function startBeside(
  { docker }: Pick<Engine, 'docker'>,
  image: Pick<AvailableImage, 'reference' | 'digest'>,
  options: { readonly name: string; readonly command: readonly string[]; readonly host: object },
): Promise<string> {
  const [repository] = image.reference.split(':');
  const name = `${repository}@${image.digest}`;
  await fetchImage(docker, name);
  const container = await docker.createContainer({
    name: options.name,
    Image: name,
    Cmd: [...options.command],
    HostConfig: { Init: true, ...options.host },
  });
  await container.start();
  return container.id;
}
