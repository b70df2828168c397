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
import { asPublishedBefore, edited, rungOf, sharing, withRenamedVolume } from './trial-setup.ts';

const signal = new AbortController().signal;
let root: string;
let store: ImageStore;
/** One engine for all trials of fossil, and one for those of davical. */
let shared: EngineProvider & AsyncDisposable;
let sharedByDavical: EngineProvider & AsyncDisposable;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'upgrade-'));
  store = openImageStore();
  shared = sharing(localProvider());
  sharedByDavical = sharing(localProvider());
});
afterAll(async () => {
  await shared[Symbol.asyncDispose]();
  await sharedByDavical[Symbol.asyncDispose]();
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
  const rung = await upgrade(davical, asPublishedBefore(davical), sharedByDavical);
  expect(rung).toMatchObject({ status: 'pass', measures: { canaries: 2 } });
  expect(rung.evidence[0]?.text).toContain('postgresql: db: database "davical"');
});

/** What PostgreSQL 16 does when it finds files of another major. */
const MAJOR_16 = `found=$$(cat "$$PGDATA/PG_VERSION")
[ "$$found" = 16 ] || { echo "FATAL: database files are incompatible with server: made by version $$found, not by 16"; exit 1; }
exec entrypoint.sh`;

test('a database of another major does not run on the old one’s files', async () => {
  const davical = await readRecipe(process.cwd(), 'davical');
  const jumped = edited(davical, ({ services }) => {
    services.db.entrypoint = ['tini', '--', 'sh', '-c', MAJOR_16];
  });
  const rung = await upgrade(jumped, asPublishedBefore(davical), sharedByDavical);
  expect(rung).toMatchObject({ status: 'fail', reason: expect.stringMatching(/^From 0\.9\.0\+1: Service "db" /) });
  expect(rung.evidence[0]?.text).toContain('files are incompatible with server: made by version 15, not by 16');
});

test('nobody is turned away while a service starts its new task first; the prober is shown an outage then', async () => {
  const fossil = edited(await readRecipe(process.cwd(), 'fossil'), ({ services }) => {
    services.app.deploy.update_config.order = 'start-first';
  });
  const { status, measures } = await upgrade(fossil, asPublishedBefore(fossil));
  expect(status).toBe('pass');
  // Should a busy machine have made one fail, it needed no showing.
  expect((measures.requestsFailed ?? 0) + (measures.controlRequestsFailed ?? 0)).toBeGreaterThan(0);
});

test('a version that changes nothing has not been upgraded to', async () => {
  const fossil = edited(await readRecipe(process.cwd(), 'fossil'), ({ services }) => {
    services.app.stop_grace_period = '9s';
  });
  const same = asPublishedBefore(fossil);
  expect(await upgrade(fossil, same)).toMatchObject({
    status: 'unverified',
    reason: 'From 0.9.0+1 nothing was upgraded: both run the same images with the same settings',
  });
});

test('every version that hosters come from must lead to this one', async () => {
  const fossil = await readRecipe(process.cwd(), 'fossil');
  const oldest = edited(withRenamedVolume(fossil), ({ services }) => {
    const { labels } = services.app.deploy;
    services.app.deploy.labels = labels.map((label: string) => label.replace('=0.9.0+1', '=0.1.0+1'));
  });
  const options = { root, store, provider: shared, standIns: false, signal, rungs: ['upgrades' as const] };
  const report = await runTrial(fossil, { ...options, startingPoints: [asPublishedBefore(fossil), oldest] });
  const rung = rungOf(report, 'upgrades');
  expect(rung).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(/^From 0\.1\.0\+1 data was lost: volume fossil_former/),
    measures: { upgrades: 2, 'canaries from 0.9.0+1': 2, 'canaries from 0.1.0+1': 2 },
  });
});

test('a volume that was renamed loses the data', async () => {
  const fossil = await readRecipe(process.cwd(), 'fossil');
  const old = withRenamedVolume(fossil);
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
