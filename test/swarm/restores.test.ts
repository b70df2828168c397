import { expect, test } from 'vitest';
import { localProvider } from '../../scripts/lib/engine/local.ts';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import type { TrialOptions } from '../../scripts/lib/trial/run.ts';
import type { Recipe, Rung } from '../../scripts/lib/types.ts';
import { edited, type Loose } from './edited.ts';
import { openLaboratory } from './trial-setup.ts';

const laboratory = openLaboratory();
const fossil = await readRecipe(process.cwd(), 'fossil');

function restore(recipe: Recipe, options: Partial<TrialOptions> = {}): Promise<Rung> {
  return laboratory.rung(recipe, 'restores', options);
}

const PRE = 'backupbot.backup.pre-hook';
const POST = 'backupbot.restore.post-hook';
const DUMP = 'fossil backup --overwrite -R /var/lib/fossil/project.fossil /var/lib/fossil/backup/project.fossil';

/** Fossil with other backup labels; null takes one away. */
function labelled(labels: { readonly [label: string]: string | null }): Recipe {
  return edited(fossil, ({ services }: Loose) => {
    const kept = services.app.deploy.labels.filter(
      (label: string) => !Object.hasOwn(labels, label.split('=')[0] ?? ''),
    );
    const added = Object.entries(labels).flatMap(([label, value]) => (value === null ? [] : [`${label}=${value}`]));
    services.app.deploy.labels = [...kept, ...added];
  });
}

function told({ evidence }: Rung): string {
  return evidence.map(({ text = '' }) => text).join('\n');
}

test('davical has its PostgreSQL database back through its dump, on another engine', async () => {
  const rung = await restore(await readRecipe(process.cwd(), 'davical'), { provider: localProvider() });
  expect(rung).toMatchObject({ status: 'pass', measures: { canaries: 2 } });
  expect(rung.measures.backupBytes).toBeGreaterThan(50_000);
  expect(rung.measures.uncoveredBytes).toBeGreaterThan(10_000_000);
  expect(told(rung)).toMatch(
    /whole, .*: backup\/davical\.dump of volume davical_db_data: PostgreSQL archive, \d+ bytes/,
  );
  expect(told(rung)).toMatch(/no label covers \d+ bytes of volume davical_db_data/);
  expect(told(rung)).toContain('postgresql: db: database "davical"');
});

test('a volume that is saved whole comes back with its files and owners', async () => {
  const rung = await restore(labelled({ [PRE]: null, [POST]: null, 'backupbot.backup.volumes.data.path': null }));
  expect(rung).toMatchObject({ status: 'pass', measures: { canaries: 2, uncoveredBytes: 0 } });
  expect(told(rung)).toContain('saved of volume fossil_data: all, ');
});

test('hooks run by sh where there is no bash', async () => {
  const bare = edited(fossil, ({ services }: Loose) => {
    services.app.volumes.push({ type: 'bind', source: '/dev/null', target: '/usr/bin/bash', read_only: true });
    services.app.healthcheck.test = ['CMD', 'true'];
  });
  const rung = await restore(bare);
  expect(rung).toMatchObject({ status: 'pass', measures: { canaries: 2 } });
  expect(told(rung)).toContain('backupbot.restore.post-hook of app: exit code 0');
});

test.each<[string, Parameters<typeof labelled>[0], RegExp]>([
  [
    'no backup at all',
    { 'backupbot.backup': 'false' },
    /^Volume "fossil_data" belongs in a backup, and no service has the label "backupbot\.backup=true"\.$/,
  ],
  [
    'a label that misses the volume',
    { 'backupbot.backup.volumes.data': 'false' },
    /^Volume "fossil_data" belongs in a backup, and the label "backupbot\.backup\.volumes\.data=false" leaves it out\.$/,
  ],
  [
    'a dump hook that writes nothing',
    { [PRE]: 'true' },
    /^The backupbot\.backup\.pre-hook of service "app" wrote nothing to "backup" of volume "fossil_data"/,
  ],
  [
    'a path that does not exist',
    { [PRE]: null, 'backupbot.backup.volumes.data.path': 'bakcup' },
    /^A label asks for "bakcup" of volume "fossil_data", which is not there\.$/,
  ],
  [
    'a hook that fails in the middle of a pipe',
    { [PRE]: `${DUMP} | no-such-program | cat` },
    /^The backupbot\.backup\.pre-hook of service "app" failed: exit code 127: .*no-such-program/,
  ],
  [
    'a dump that is cut short',
    { [PRE]: `${DUMP} && truncate --size=100000 /var/lib/fossil/backup/project.fossil` },
    /^The dump backup\/project\.fossil in volume "fossil_data" is damaged, SQLite says: /,
  ],
  [
    'a packed dump that is cut short',
    { [PRE]: `${DUMP} && cd /var/lib/fossil/backup && gzip project.fossil && truncate --size=2000 project.fossil.gz` },
    /^The dump backup\/project\.fossil\.gz in volume "fossil_data" cannot be unpacked: .*unexpected end of file/,
  ],
])('%s is the recipe’s fault, seen before anything is lost', async (_name, labels, reason) => {
  expect(await restore(labelled(labels))).toMatchObject({ status: 'fail', reason: expect.stringMatching(reason) });
});

test('a PostgreSQL archive that is cut short is seen by reading all of it', async () => {
  const davical = edited(await readRecipe(process.cwd(), 'davical'), ({ services }: Loose) => {
    const { labels } = services.db.deploy;
    const at = labels.findIndex((label: string) => label.startsWith(`${PRE}=`));
    labels[at] += ' && truncate --size=100000 /var/lib/postgresql/data/backup/davical.dump';
  });
  expect(await restore(davical)).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(
      /^The dump backup\/davical\.dump in volume "davical_db_data" is damaged, pg_restore says: /,
    ),
  });
});

test('without its restore hook the dump is there and the data is not', async () => {
  const rung = await restore(labelled({ [POST]: null }));
  expect(rung).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(
      /^It did not come back from its backup: volume fossil_data: SQLite database project\.fossil: /,
    ),
  });
});

test('a restore hook that fails is the recipe’s fault', async () => {
  expect(await restore(labelled({ [POST]: 'exit 3' }))).toMatchObject({
    status: 'fail',
    reason: 'The backupbot.restore.post-hook of service "app" failed: exit code 3.',
  });
});

test('a recipe that forgot its volume is no recipe without data', async () => {
  const forgetful = edited(fossil, (compose) => {
    delete compose.volumes;
    compose.services.app.volumes = compose.services.app.volumes.filter((volume: unknown) => typeof volume !== 'string');
  });
  expect(await restore(forgetful)).toMatchObject({
    status: 'unverified',
    reason: expect.stringMatching(
      /^it declares no volume, and its image keeps \d+ bytes in one without a name at \/var\/lib\/fossil of app;/,
    ),
  });
});
