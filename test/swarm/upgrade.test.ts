import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineProvider, ImageStore } from '../../scripts/lib/engine/engine.ts';
import { localProvider } from '../../scripts/lib/engine/local.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { runTrial } from '../../scripts/lib/trial/run.ts';
import type { Recipe, Rung } from '../../scripts/lib/types.ts';
import { asPublishedBefore, edited, rungOf, sharing } from './trial-setup.ts';

const signal = new AbortController().signal;
let root: string;
let store: ImageStore;
/** One engine for all trials of fossil. */
let shared: EngineProvider & AsyncDisposable;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'upgrade-'));
  store = openImageStore();
  shared = sharing(localProvider());
});
afterAll(async () => {
  await shared[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

async function upgrade(recipe: Recipe, previous: Recipe | null, provider: EngineProvider = shared): Promise<Rung> {
  const report = await runTrial(recipe, {
    root,
    store,
    provider,
    standIns: false,
    signal,
    rungs: ['upgrades'],
    previous,
  });
  return rungOf(report, 'upgrades');
}

test('fossil keeps its SQLite database and files; the prober sees the outage of one replica that stops first', async () => {
  const fossil = await readRecipe(process.cwd(), 'fossil');
  const rung = await upgrade(fossil, asPublishedBefore(fossil));
  expect(rung).toMatchObject({ status: 'pass', measures: { canaries: 2 } });
  expect(rung.measures.requests).toBeGreaterThan(10);
  expect(rung.measures.requestsFailed).toBeGreaterThan(0);
  expect(rung.measures.longestGapMs).toBeGreaterThan(500);
  expect(rung.evidence[0]?.text).toContain('SQLite database project.fossil');
});

test('davical keeps its PostgreSQL database', async () => {
  const davical = await readRecipe(process.cwd(), 'davical');
  const rung = await upgrade(davical, asPublishedBefore(davical), localProvider());
  expect(rung).toMatchObject({ status: 'pass', measures: { canaries: 2 } });
  expect(rung.evidence[0]?.text).toContain('postgresql: db: database "davical"');
});

test('a volume that was renamed loses the data', async () => {
  const fossil = await readRecipe(process.cwd(), 'fossil');
  const old = asPublishedBefore(fossil, (compose) => {
    const [key = ''] = Object.keys(compose.volumes);
    compose.volumes = { former: compose.volumes[key] };
    compose.services.app.volumes = JSON.parse(JSON.stringify(compose.services.app.volumes).replaceAll(key, 'former'));
  });
  expect(await upgrade(fossil, old)).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(/^From 0\.9\.0\+1 data was lost: volume fossil_former/),
  });
});

test('a version that does not start is rolled back, and that is no upgrade', async () => {
  const fossil = await readRecipe(process.cwd(), 'fossil');
  const broken = edited(fossil, ({ services }) => {
    services.app.command = ['no-such-program'];
    services.app.entrypoint = ['no-such-program'];
  });
  expect(await upgrade(broken, asPublishedBefore(fossil))).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(/^From 0\.9\.0\+1: Service "app" (was not updated|failed)/),
  });
});

test('a previous version that does not deploy proves nothing', async () => {
  const fossil = await readRecipe(process.cwd(), 'fossil');
  const old = asPublishedBefore(fossil, ({ services }) => {
    services.app.entrypoint = ['no-such-program'];
  });
  expect(await upgrade(fossil, old)).toMatchObject({
    status: 'unverified',
    reason: expect.stringMatching(/^the previous version 0\.9\.0\+1 does not deploy: /),
  });
});

test('the first version has nothing to upgrade from', async () => {
  expect(await upgrade(await readRecipe(process.cwd(), 'fossil'), null)).toMatchObject({ status: 'skip' });
});
