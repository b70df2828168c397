import { expect, test } from 'vitest';
import type { EngineProvider } from '../../scripts/lib/engine/engine.ts';
import { localProvider } from '../../scripts/lib/engine/local.ts';
import { parseRecipe } from '../../scripts/lib/recipe/parse.ts';
import { readFolder } from '../../scripts/lib/recipe/read.ts';
import type { TrialOptions } from '../../scripts/lib/trial/run.ts';
import type { Recipe, Rung } from '../../scripts/lib/types.ts';
import { asPublishedBefore, edited } from './edited.ts';
import { openLaboratory } from './trial-setup.ts';

const FOLDER = 'test/fixtures/trial/stores';
const laboratory = openLaboratory();
/** A Redis as `app` and a MariaDB as `shop`, both with passwords from secrets. */
const stores = parseRecipe({ name: 'stores', folder: FOLDER, commit: null, ...readFolder(FOLDER, FOLDER) });
expect(stores.findings).toEqual([]);

function upgrade(recipe: Recipe, former = stores, options: Partial<TrialOptions> = {}): Promise<Rung> {
  return laboratory.rung(recipe, 'upgrades', { ...options, previous: asPublishedBefore(former) });
}

/** The recipe with something else in its recipe.yml. */
function declaring(recipe: Recipe, was: string | RegExp, is: string): Recipe {
  const files = recipe.files.map((file) =>
    file.path !== 'recipe.yml' ? file : { ...file, content: file.content.replace(was, is) },
  );
  const declared = parseRecipe({ ...recipe, commit: null, files });
  expect(declared.findings).toEqual([]);
  expect(declared.metadata).not.toEqual(recipe.metadata);
  return declared;
}

function planted(rung: Rung): string {
  return rung.evidence.find(({ kind }) => kind === 'canaries')?.text ?? '';
}

test('a MariaDB and a Redis keep what was planted', async () => {
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

test('no command line and no evidence tells the password that opens a server', async () => {
  const password = 'tell-nobody-0815';
  const told = edited(stores, ({ services }) => {
    const { environment } = services.shop;
    Object.assign(environment, { MARIADB_ROOT_PASSWORD: password, MARIADB_ROOT_PASSWORD_FILE: '/tmp/password' });
    services.shop.command = ['sh', '-c', 'printf %s "$$MARIADB_ROOT_PASSWORD" > /tmp/password; exec shop.sh'];
  });
  let commands = '';
  const local = localProvider();
  const provider: EngineProvider = {
    ...local,
    async start(options) {
      const engine = await local.start(options);
      const events = await engine.docker.getEvents({ filters: { event: ['exec_create'] } });
      events.on('data', (event) => {
        commands += event;
      });
      events.on('error', () => undefined);
      return engine;
    },
  };
  const rung = await upgrade(told, told, { provider });
  expect(rung.status).toBe('pass');
  expect(commands).toContain('mariadb --batch');
  expect(commands).toContain('redis-cli SET');
  expect(commands + JSON.stringify(rung)).not.toContain(password);
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
  ['a seed that fails', 'tea', "te'a", /^From 0\.9\.0\+1: trial\.seed\.0 in "shop" failed: ERROR 1064/],
  [
    'a check that was never right',
    'stdout: "2"',
    'stdout: "3"',
    /^From 0\.9\.0\+1: Right after the seeds trial\.check\.0 .*printed "2", expected "3"/,
  ],
])('%s is the recipe’s own claim, and false', async (_name, right, wrong, reason) => {
  const recipe = declaring(stores, right, wrong);
  expect(await upgrade(recipe)).toMatchObject({ status: 'fail', reason: expect.stringMatching(reason) });
});

test('two servers that are started on the same data do not both run', async () => {
  const broken = edited(stores, ({ services }) => {
    services.shop.deploy.update_config.order = 'start-first';
  });
  const rung = await upgrade(broken);
  expect(rung).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(/^From 0\.9\.0\+1: Service "shop" (failed|was not updated|is unhealthy)/),
  });
  expect(rung.evidence[0]?.text).toMatch(/Can't lock aria control file|Unable to lock/);
});

test('what the data map calls a cache may be lost', async () => {
  const forgetful = edited(declaring(stores, 'class: operational', 'class: cache'), ({ services }) => {
    services.app.environment.KEEP = 'save ""';
  });
  const rung = await upgrade(forgetful, forgetful);
  expect(rung).toMatchObject({ status: 'pass', measures: { canaries: 4 } });
  expect(planted(rung)).toContain('may go: volume stores_cache: the data map calls it a cache\nmay go: app: Redis: ');
});

test('a server that cannot be asked caps the rung', async () => {
  const mute = edited(declaring(stores, /trial:[\s\S]*/, ''), ({ services }) => {
    services.shop.user = 'root';
    const drop = 'exec setpriv --reuid mysql --regid mysql --clear-groups shop.sh';
    services.shop.command = ['sh', '-c', `rm /usr/bin/mariadb /usr/bin/mysql; ${drop}`];
  });
  expect(await upgrade(mute, mute)).toMatchObject({
    status: 'unverified',
    reason: 'From 0.9.0+1: no canary could be planted: shop: MariaDB: the container has no client (mariadb or mysql)',
  });
});
