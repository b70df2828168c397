import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineProvider, ImageStore } from '../../scripts/lib/engine/engine.ts';
import { localProvider } from '../../scripts/lib/engine/local.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { parseRecipe } from '../../scripts/lib/recipe/parse.ts';
import { readFolder } from '../../scripts/lib/recipe/read.ts';
import { runTrial } from '../../scripts/lib/trial/run.ts';
import type { Recipe, Rung } from '../../scripts/lib/types.ts';
import { asPublishedBefore, edited, rungOf, sharing } from './trial-setup.ts';

const FOLDER = 'test/fixtures/trial/stores';
const signal = new AbortController().signal;
let root: string;
let store: ImageStore;
let shared: EngineProvider & AsyncDisposable;
/** A Redis as `app` and a MariaDB as `shop`, both with passwords from secrets. */
let stores: Recipe;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'stores-'));
  store = openImageStore();
  shared = sharing(localProvider());
  stores = parseRecipe({ name: 'stores', folder: FOLDER, commit: null, ...readFolder(FOLDER, FOLDER) });
  expect(stores.findings).toEqual([]);
});
afterAll(async () => {
  await shared[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

/** From the same recipe with another setting somewhere, so that there is something to update. */
async function upgrade(recipe: Recipe, former = stores): Promise<Rung> {
  const previous = asPublishedBefore(former, ({ services }) => {
    services.app.environment.EDITION = services.shop.environment.EDITION = 'former';
  });
  const options = { root, store, provider: shared, standIns: false, signal, rungs: ['upgrades' as const] };
  const report = await runTrial(recipe, { ...options, previous });
  return rungOf(report, 'upgrades');
}

function planted(rung: Rung): string {
  return rung.evidence.find(({ kind }) => kind === 'canaries')?.text ?? '';
}

test('a MariaDB and a Redis keep what was planted, and no password is told', async () => {
  const rung = await upgrade(stores);
  expect(rung).toMatchObject({ status: 'pass', measures: { canaries: 6 } });
  expect(planted(rung).split('\n').sort()).toEqual([
    'declared: trial.check.0 in "shop"',
    'mariadb: shop: database "shop"',
    'mariadb: shop: database "test"',
    'redis: app: Redis',
    'volume: volume stores_cache: a file',
    'volume: volume stores_shop: a file',
  ]);
});

test('a Redis that is told to keep nothing loses the data it was declared to hold', async () => {
  const forgetful = edited(stores, ({ services }) => {
    services.app.environment.KEEP = 'save ""';
  });
  expect(await upgrade(forgetful, forgetful)).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(
      /data was lost: app: Redis: the planted key is gone, and .*\(save "", appendonly no\)/,
    ),
  });
});

test('a migration that deletes one row too many is found out', async () => {
  const broken = edited(stores, ({ services }) => {
    services.shop.environment.SQL = 'DELETE FROM shop.recipe_commons_canary WHERE id = 7;';
  });
  const rows = /data was lost: shop: database "shop": the planted rows were 100:\w{32}, now 99:\w{32}\.$/;
  expect(await upgrade(broken)).toMatchObject({ status: 'fail', reason: expect.stringMatching(rows) });
});

test('what the recipe itself planted is looked for with the rest', async () => {
  const broken = edited(stores, ({ services }) => {
    services.shop.environment.SQL = "DELETE FROM shop.orders WHERE item = 'tea';";
  });
  expect(await upgrade(broken)).toMatchObject({
    status: 'fail',
    reason: 'From 0.9.0+1 data was lost: trial.check.0 in "shop" printed "1", expected "2".',
  });
});

test.each([
  ['a seed that fails', 'tea', "te'a", /^trial\.seed\.0 in "shop" failed: ERROR 1064/],
  [
    'a check that was never right',
    'stdout: "2"',
    'stdout: "3"',
    /^Right after the seeds trial\.check\.0 .*printed "2", expected "3"/,
  ],
])('%s is the recipe’s own claim, and false', async (_name, right, wrong, reason) => {
  const files = stores.files.map((file) =>
    file.path !== 'recipe.yml' ? file : { ...file, content: file.content.replace(right, wrong) },
  );
  const recipe = parseRecipe({ ...stores, commit: null, files });
  expect(recipe.findings).toEqual([]);
  expect(await upgrade(recipe)).toMatchObject({ status: 'fail', reason: expect.stringMatching(reason) });
});
