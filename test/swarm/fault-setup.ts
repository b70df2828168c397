import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Engine, EngineProvider, ImageStore } from '../../scripts/lib/engine/engine.ts';
import { localProvider, type PrivateEngine } from '../../scripts/lib/engine/local.ts';
import { CACHE_FOLDER, storeFolder } from '../../scripts/lib/engine/paths.ts';
import { writeProvenance } from '../../scripts/lib/engine/provenance.ts';
import { parseReference } from '../../scripts/lib/engine/reference.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { reportFolder } from '../../scripts/lib/report/store.ts';
import { VOLUMES_IMAGE } from '../../scripts/lib/trial/canary/volumes.ts';
import { provideEdgeImage, provideOwn } from '../../scripts/lib/trial/images.ts';
import { runTrial, type TrialOptions } from '../../scripts/lib/trial/run.ts';
import { INSTALLING } from '../../scripts/lib/trial/rung.ts';
import type { Recipe, TrialReport } from '../../scripts/lib/types.ts';
import { engineIds, makeTinyImage, newTestCache, TINY, traces } from './engine-setup.ts';
import { plainRecipe } from './plain-recipe.ts';

/** A cache of its own that holds the tiny image and the edge's, and trials that run from it. */
export interface FaultSetup extends AsyncDisposable {
  readonly cache: string;
  readonly root: string;
  readonly store: ImageStore;
  trial(recipe: Recipe, options?: Partial<TrialOptions>): Promise<TrialReport>;
  /** While a trial goes wrong, another one next to it goes right; afterwards no engine is left of either. */
  besideAnother(recipe: Recipe, options?: Partial<TrialOptions>): Promise<TrialReport>;
  /** Names of the files of evidence that were kept about the recipe. */
  evidenceOf(recipe: Recipe): Promise<readonly string[]>;
}

const signal = new AbortController().signal;

/** `megabytes`: on a disk of its own with so much room beside the images. */
export async function openFaultSetup(megabytes?: number): Promise<FaultSetup> {
  const root = await mkdtemp(join(tmpdir(), 'faults-'));
  await using ours = openImageStore();
  await provideEdgeImage({ store: ours, standIns: false, signal });
  await provideOwn(VOLUMES_IMAGE, { store: ours, standIns: false, signal });
  const disk =
    megabytes === undefined
      ? null
      : await mountMemory(megabytes + (await megabytesOf(storeFolder(CACHE_FOLDER, 'images'))));
  const cache = disk ?? (await newTestCache());
  await execa('cp', [disk === null ? '-al' : '-a', storeFolder(CACHE_FOLDER, 'images'), cache]);
  await keepTiny(cache);
  const store = openImageStore({ cache });
  const trial: FaultSetup['trial'] = (recipe, options = {}) =>
    runTrial(recipe, {
      root,
      store,
      provider: localProvider({ cache }),
      standIns: false,
      signal,
      rungs: INSTALLING,
      ...options,
    });
  const evidenceOf = async (recipe: Recipe) =>
    (await readdir(join(reportFolder(root, recipe.name, recipe.version), 'evidence'))).toSorted();
  return {
    cache,
    root,
    store,
    trial,
    evidenceOf,
    async besideAnother(recipe, options) {
      const healthy = trial(await plainRecipe('neighbour'));
      const report = await trial(recipe, options);
      const { verdict, findings } = await healthy;
      if (verdict !== 'pass') throw new Error(`its neighbour was harmed: ${findings[0]?.message}`);
      const ids = await engineIds(cache);
      const left = (await Promise.all(ids.map((id) => traces(cache, id)))).flat();
      if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`);
      return report;
    },
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]();
      await rm(root, { recursive: true });
      if (disk !== null) await execa('umount', [disk]);
      await rm(cache, { recursive: true });
    },
  };
}

/** However many images this machine has. */
async function megabytesOf(folder: string): Promise<number> {
  const { stdout } = await execa('du', ['-sm', folder]);
  return Number.parseInt(stdout, 10);
}

async function mountMemory(megabytes: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'small-'));
  await execa('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  return folder;
}

/** Puts the tiny image into the cache's store, as if it had been pulled. */
async function keepTiny(cache: string): Promise<void> {
  const store = storeFolder(cache, 'images');
  const { digest } = await makeTinyImage(store);
  const provenance = { reference: TINY, digest, sizeBytes: 1, origin: 'pull', context: null, notes: [] } as const;
  await writeProvenance(store, parseReference(TINY), { ...provenance, madeAt: '' });
}

/** The provider's engines, with `act` done to each before a script that contains `text` runs on it, once. */
export function before(
  text: string,
  act: (engine: PrivateEngine) => Promise<unknown>,
  provider: EngineProvider,
): EngineProvider {
  return {
    ...provider,
    async start(options) {
      const engine = (await provider.start(options)) as PrivateEngine;
      let done = false;
      const run: Engine['run'] = async (script, how) => {
        if (!done && script.includes(text)) {
          done = true;
          await act(engine);
        }
        return await engine.run(script, how);
      };
      return { ...engine, run };
    },
  };
}
