import { KnownError } from '../command.ts';
import { ALL_RULES } from '../lint/lint.ts';
import { PLANTERS, UNPLANTABLE } from '../mutation/planters.ts';
import { readPlanted } from '../mutation/read-planted.ts';
import { testGates } from '../mutation/run.ts';
import { recipeSchema } from '../recipe/schema.ts';
import { readFlakes } from '../report/store.ts';
import type { Recipe } from '../types.ts';
import { buildCatalogue } from './build.ts';
import { baseFiles, CASE_DAY, readCases } from './cases.ts';
import type { Catalogue, CatalogueSource } from './model.ts';
import { readCatalogueSource } from './read.ts';
import { buildRulebook, type Rulebook } from './rulebook.ts';
import { writePages } from './site.ts';
import { replaceFolder, writeFiles } from './write.ts';

export interface PublishOptions {
  /** The repository whose recipes, history and reports are published. */
  readonly root: string;
  /** Where the site goes; replaced as a whole, and only when everything was built. */
  readonly folder: string;
  /** Path the site is hosted at, e.g. `/` or `/commons/`. */
  readonly base: string;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** Read → build → write: the whole catalogue, as pages and as files. Throws KnownError when it cannot be read or built. */
export async function publishCatalogue({ root, folder, base, now, signal }: PublishOptions): Promise<Catalogue> {
  const source = await readCatalogueSource(root);
  if (source.recipes.length === 0) throw new KnownError('there is no recipe to publish', 'Add one in recipes/<name>/.');
  signal.throwIfAborted();
  const catalogue = await buildCatalogue(source, now);
  const rulebook = makeRulebook(source, now);
  const flakes = await readFlakes(root);
  signal.throwIfAborted();
  await replaceFolder(folder, async (next) => {
    await writePages({ catalogue, rulebook, flakes }, { folder: next, base, signal });
    await writeFiles({ catalogue, rulebook, flakes }, source, { root, folder: next, schema: recipeSchema });
    signal.throwIfAborted();
  });
  return catalogue;
}

/** Planting into one takes a second: of many recipes some, evenly chosen. `npm run mutate` takes all. */
const MOST_PLANTED = 6;

function makeRulebook({ recipes }: CatalogueSource, now: Date): Rulebook {
  const newest = recipes.flatMap(({ versions: [version] }) => (version === undefined ? [] : [version.recipe]));
  const today = now.toISOString().slice(0, 10);
  const selfTest = testGates(spread(newest), { planters: PLANTERS, today, read: readPlanted });
  return buildRulebook({
    rules: ALL_RULES,
    cases: readCases(),
    base: baseFiles(),
    today: CASE_DAY,
    unplantable: UNPLANTABLE,
    selfTest,
    of: newest.length,
  });
}

function spread(recipes: readonly Recipe[]): readonly Recipe[] {
  const step = Math.max(1, recipes.length / MOST_PLANTED);
  return recipes.filter((_, index) => Math.floor(index / step) > Math.floor((index - 1) / step));
}
