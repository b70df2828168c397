import { besideOf, CANARY, type Store, type World } from './canary.ts';
import { runInside } from './containers.ts';
import { said } from './sql.ts';

/** Owned by whom the volume belongs to, so that nothing the app does with its own files stumbles over it. */
const WRITE = 'printf %s "$2" > "$1" && chown --reference="$(dirname "$1")" "$1"';

/** A file in a declared volume. */
export async function findVolume(_world: World, volume: string): Promise<readonly Store[]> {
  return [fileIn(volume, '')];
}

/** A file in a folder of a volume; `folder`: relative to its root, '' for that. */
export function fileIn(volume: string, folder: string): Store {
  const where = `volume ${volume}: a file${folder === '' ? '' : ` in ${folder}`}`;
  const file = `/volumes/${volume}/${folder === '' ? '' : `${folder}/`}.${CANARY}`;
  return {
    kind: 'volume',
    where,
    async plant(now, token) {
      const written = await runInside(now, { id: besideOf(now, volume) }, ['sh', '-c', WRITE, 'sh', file, token]);
      if (written.exitCode !== 0) throw new Error(said(written));
      return {
        kind: 'volume',
        where,
        volume,
        async look(later) {
          const { exitCode, output } = await runInside(later, { id: besideOf(later, volume) }, ['cat', file]);
          if (exitCode !== 0) return `${where}: it is gone`;
          return output === token ? null : `${where}: it changed`;
        },
      };
    },
  };
}
