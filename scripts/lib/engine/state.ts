import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, isSameBoot, type Owner, thisProcess } from './owner.ts';
import { type EnginePlace, enginesFolder } from './paths.ts';

/** Lies in an engine's data folder from its first moment to its last: what the reaper goes by. */
interface EngineState {
  readonly owner: Owner;
  /** Left running on purpose: it is nobody's until it is removed or the machine restarts. */
  readonly kept?: true;
}

const FILE = 'engine.json';
/** A folder of which only this prefix says that it is being made; nobody needs longer than this for it. */
const UNFINISHED = '.';
const UNFINISHED_MS = 60_000;

/** Claims the engine's folder for this process, in one step: no reader ever sees it without its owner. */
export async function claimPlace(place: EnginePlace): Promise<void> {
  const state: EngineState = { owner: thisProcess() };
  const unfinished = join(place.data, '..', UNFINISHED + place.id);
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  await writeFile(join(unfinished, FILE), `${JSON.stringify(state)}\n`);
  await rename(unfinished, place.data);
}

/** From now on the engine is not taken away with its process; only `--remove` and a restart of the machine end it. */
export async function keepPlace(place: EnginePlace): Promise<void> {
  const state: EngineState = { owner: thisProcess(), kept: true };
  const next = join(place.data, `${FILE}.next`);
  await writeFile(next, `${JSON.stringify(state)}\n`);
  await rename(next, join(place.data, FILE));
}

/** Ids of the engines below `cache` that were kept. */
export async function keptEngines(cache: string): Promise<readonly string[]> {
  const folder = enginesFolder(cache);
  const ids = await readdir(folder).catch(() => []);
  const states = await Promise.all(ids.map((id) => readState(join(folder, id)).catch(() => null)));
  return ids.filter((_, index) => states[index]?.kept === true);
}

/** Ids of the engines below `cache` whose process is gone. */
export async function abandonedEngines(cache: string): Promise<readonly string[]> {
  const folder = enginesFolder(cache);
  const ids = await readdir(folder).catch(() => []);
  const judged = await Promise.all(ids.map(async (id) => ((await isAbandoned(join(folder, id), id)) ? [id] : [])));
  return judged.flat();
}

async function isAbandoned(data: string, id: string): Promise<boolean> {
  if (id.startsWith(UNFINISHED)) {
    const made = await stat(data).catch(() => null);
    return made !== null && Date.now() - made.mtimeMs > UNFINISHED_MS;
  }
  try {
    const { owner, kept = false } = await readState(data);
    return kept ? !isSameBoot(owner) : !isAlive(owner);
  } catch {
    return true;
  }
}

async function readState(data: string): Promise<EngineState> {
  return JSON.parse(await readFile(join(data, FILE), 'utf8')) as EngineState;
}
