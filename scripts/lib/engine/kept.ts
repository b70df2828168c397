import { KnownError } from '../command.ts';
import { CACHE_FOLDER, enginePlace } from './paths.ts';
import { keptEngines } from './state.ts';
import { removeEngine } from './teardown.ts';

/** Removes an engine that was kept, with all that is in it. Throws KnownError for what is none. */
export async function removeKept(id: string, cache: string = CACHE_FOLDER): Promise<void> {
  const kept = await keptEngines(cache);
  if (!kept.includes(id)) {
    const known = kept.length === 0 ? 'None is kept here.' : `There are: ${kept.join(', ')}.`;
    throw new KnownError(`no engine ${JSON.stringify(id)} was kept`, known);
  }
  await removeEngine(enginePlace(cache, id));
}
