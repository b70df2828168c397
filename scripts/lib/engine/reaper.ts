import { enginePlace } from './paths.ts';
import { abandonedEngines } from './state.ts';
import { removeEngine } from './teardown.ts';

/** Removes what killed runs left. Engines of living processes are not touched. Returns the ids removed. */
export async function reap(cache: string): Promise<readonly string[]> {
  const dead = await abandonedEngines(cache);
  await Promise.all(dead.map((id) => removeEngine(enginePlace(cache, id))));
  return dead;
}
