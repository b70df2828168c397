import { expect, test } from 'vitest';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import type { Recipe, Rung } from '../../scripts/lib/types.ts';
import { asPublishedBefore, edited, withRenamedVolume } from './edited.ts';
import { openLaboratory } from './trial-setup.ts';

const laboratory = openLaboratory();
const fossil = await readRecipe(process.cwd(), 'fossil');
const davical = await readRecipe(process.cwd(), 'davical');

function upgrade(recipe: Recipe, previous: Recipe | null): Promise<Rung> {
  return laboratory.rung(recipe, 'upgrades', { previous });
}

test('fossil keeps its SQLite database and files; the prober sees the outage of one replica that stops first', async () => {
  const rung = await upgrade(fossil, asPublishedBefore(fossil));
  expect(rung).toMatchObject({ status: 'pass', measures: { canaries: 2 } });
  expect(rung.measures.requests).toBeGreaterThan(10);
  expect(rung.measures.requestsFailed).toBeGreaterThan(0);
  expect(rung.measures.longestGapMs).toBeGreaterThan(500);
  expect(rung.evidence[0]?.text).toContain('SQLite database project.fossil');
});

test('davical keeps its PostgreSQL database', async () => {
  const rung = await upgrade(davical, asPublishedBefore(davical));
  expect(rung).toMatchObject({ status: 'pass', measures: { canaries: 2 } });
  expect(rung.evidence[0]?.text).toContain('postgresql: db: database "davical"');
});

/** What PostgreSQL 16 does when it finds files of another major. */
const MAJOR_16 = `found=$$(cat "$$PGDATA/PG_VERSION")
[ "$$found" = 16 ] || { echo "FATAL: database files are incompatible with server: made by version $$found, not by 16"; exit 1; }
exec entrypoint.sh`;

test('a database of another major does not run on the old one’s files', async () => {
  const jumped = edited(davical, ({ services }) => {
    services.db.entrypoint = ['tini', '--', 'sh', '-c', MAJOR_16];
  });
  const rung = await upgrade(jumped, asPublishedBefore(davical));
  expect(rung).toMatchObject({ status: 'fail', reason: expect.stringMatching(/^From 0\.9\.0\+1: Service "db" /) });
  expect(rung.evidence[0]?.text).toContain('files are incompatible with server: made by version 15, not by 16');
});

test('nobody is turned away while a service starts its new task first; the prober is shown an outage then', async () => {
  const gentle = edited(fossil, ({ services }) => {
    services.app.deploy.update_config.order = 'start-first';
  });
  const { status, measures } = await upgrade(gentle, asPublishedBefore(gentle));
  expect(status).toBe('pass');
  // Should a busy machine have made one fail, it needed no showing.
  expect((measures.requestsFailed ?? 0) + (measures.controlRequestsFailed ?? 0)).toBeGreaterThan(0);
});

test('a version that changes nothing has not been upgraded to', async () => {
  const slow = edited(fossil, ({ services }) => {
    services.app.stop_grace_period = '9s';
  });
  expect(await upgrade(slow, asPublishedBefore(slow))).toMatchObject({
    status: 'unverified',
    reason: 'From 0.9.0+1 nothing was upgraded: both run the same images with the same settings',
  });
});

test('every version that hosters come from must lead to this one', async () => {
  const oldest = edited(withRenamedVolume(fossil), ({ services }) => {
    const { labels } = services.app.deploy;
    services.app.deploy.labels = labels.map((label: string) => label.replace('=0.9.0+1', '=0.1.0+1'));
  });
  const rung = await laboratory.rung(fossil, 'upgrades', { startingPoints: [asPublishedBefore(fossil), oldest] });
  expect(rung).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(/^From 0\.1\.0\+1 data was lost: volume fossil_former/),
    measures: { upgrades: 2, 'canaries from 0.9.0+1': 2, 'canaries from 0.1.0+1': 2 },
  });
});

test('a volume that was renamed loses the data', async () => {
  const old = withRenamedVolume(fossil);
  expect(await upgrade(fossil, old)).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(/^From 0\.9\.0\+1 data was lost: volume fossil_former/),
  });
});

test('a version that does not start is rolled back, and that is no upgrade', async () => {
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
