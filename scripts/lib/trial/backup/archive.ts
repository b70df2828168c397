import type { World } from '../canary/canary.ts';
import { execInside } from './exec.ts';
import type { SavedVolume } from './labels.ts';

/** Exit code of a GNU tar that saw a file change while it read: an app at work, which a backup has to bear. */
const CHANGED = 1;

/**
 * The saved part of a volume as a tar stream: owners, modes and times as they are, and the folders above each path. Made by GNU tar
 * in the container beside the stack, because the engine's own archive breaks off when a file grows meanwhile.
 */
export async function* archive(world: World, { volume, paths }: SavedVolume): AsyncGenerator<Buffer> {
  const what = paths === null ? ['.'] : ['--no-recursion', ...parents(paths), '--recursion', ...paths.map(local)];
  const options = [
    '--create',
    '--file=-',
    `--directory=/volumes/${volume}`,
    '--numeric-owner',
    '--one-file-system',
    '--sparse',
  ];
  const frames = execInside(world, world.beside, ['tar', ...options, ...what]);
  let said = '';
  for (;;) {
    const { done, value } = await frames.next();
    if (done && value > CHANGED) throw new Error(`volume ${volume} cannot be copied: ${said.slice(-200).trim()}`);
    if (done) return;
    if (value.stream === 'stdout') yield value.bytes;
    else said = `${said}${value.bytes.toString('utf8')}`.slice(-2000);
  }
}

function local(path: string): string {
  return `./${path}`;
}

/** `a/b/c` → `.`, `./a`, `./a/b`. */
function parents(paths: readonly string[]): readonly string[] {
  const above = paths.flatMap((path) => {
    const parts = path.split('/').slice(0, -1);
    return parts.map((_, index) => local(parts.slice(0, index + 1).join('/')));
  });
  return ['.', ...new Set(above)];
}

/** Puts an archive back into the volume of the same name, beneath whatever runs. */
export async function unarchive(world: World, volume: string, tar: NodeJS.ReadableStream): Promise<void> {
  await world.engine.docker.getContainer(world.beside).putArchive(tar, { path: `/volumes/${volume}` });
}
