import { expect, test } from 'vitest';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { INSTALLING } from '../../scripts/lib/trial/rung.ts';
import type { Recipe, Rung } from '../../scripts/lib/types.ts';
import { edited, type Loose } from './edited.ts';
import { ladderOf, openLaboratory, reasonsOf, rungOf } from './trial-setup.ts';

const laboratory = openLaboratory();
const fossil = await readRecipe(process.cwd(), 'fossil');
const davical = await readRecipe(process.cwd(), 'davical');

function recover(recipe: Recipe): Promise<Rung> {
  return laboratory.rung(recipe, 'recovers');
}

function scalable(recipe: Recipe): Recipe {
  if (recipe.metadata === null) throw new Error('no metadata');
  return { ...recipe, metadata: { ...recipe.metadata, trial: { ...recipe.metadata.trial, scalable: ['app'] } } };
}

test('fossil comes back with its data, answers while it is scaled, and is bound to its node', async () => {
  const rung = await recover(scalable(fossil));
  expect(rung.reason).toBeUndefined();
  expect(rung).toMatchObject({ status: 'pass', measures: { canaries: 2, nodeLoss: 1 } });
  for (const measure of [
    'secondsToRecover',
    'secondsToColdStart',
    'secondsToRecoverElsewhere',
    'secondsToDrain',
    'requests',
  ]) {
    expect(rung.measures[measure], measure).toBeGreaterThan(0);
  }
  const told = (kind: string) => rung.evidence.find((each) => each.kind === kind)?.text;
  expect(told('recovery')).toMatch(/^seed \d+\nthe task of "app" was killed: healthy again after/);
  expect(told('node-loss')).toMatch(/^single-node only: when its node is lost, it comes back empty on another after/);
});

test('a service that swarm may not restart stays down', async () => {
  const recipe = edited(fossil, ({ services }) => {
    services.app.deploy.restart_policy = { condition: 'none' };
  });
  expect(await recover(recipe)).toMatchObject({
    status: 'fail',
    reason:
      'After the task of "app" was killed: Service "app" stays down: its restart_policy has the condition "none".',
  });
});

test('an app that gives up when its database is late needs an order that swarm does not keep', async () => {
  // It waits when it is installed, and never again.
  const script = `[ -e /state/ready ] || until exec 3<>/dev/tcp/db/5432; do sleep 0.2; done 2>/dev/null
    touch /state/ready; exec 3<>/dev/tcp/db/5432 || exit 3; sleep infinity`;
  const recipe = edited(davical, ({ services, volumes }) => {
    const { app } = services;
    Object.assign(app, { user: '0:0', entrypoint: ['bash', '-c', script.replaceAll('$', '$$')] });
    app.volumes.push('state:/state');
    app.healthcheck = { test: ['CMD', 'test', '-e', '/state/ready'], interval: '500ms', start_period: '60s' };
    app.deploy.restart_policy = { condition: 'any', delay: '200ms', max_attempts: 1 };
    app.stop_grace_period = '1s';
    volumes.state = {};
  });
  expect(await recover(recipe)).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(
      /^After all was killed and started in the order \w+, \w+: Service "app" stays down: .*max_attempts/,
    ),
  });
});

test('data in the layer of a container goes with the container', async () => {
  const recipe = edited(davical, ({ services: { db } }) => {
    db.volumes = db.volumes.filter((volume: Loose) => typeof volume !== 'string');
    db.read_only = false;
  });
  expect(await recover(recipe)).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(/^After the task of "db" was killed data was lost: db: database "davical": /),
  });
});

test('an app with a port of the host does not scale', async () => {
  const recipe = edited(fossil, ({ services }) => {
    services.app.ports = [{ target: 8080, published: 8080, mode: 'host' }];
  });
  expect(await recover(scalable(recipe))).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(
      /^Scaled to 2 replicas: Service "app" cannot be placed: .*host-mode port already in use/,
    ),
  });
});

test('davical deploys, answers and goes without a trace on three nodes as on one', async () => {
  const report = await laboratory.trial(davical, { nodes: 3, rungs: INSTALLING });
  expect(ladderOf(report), reasonsOf(report)).toBe('deploys pass, answers pass, removes pass');
  expect(report.trial.engine).toMatchObject({ nodes: 3 });
  const { measures, evidence } = rungOf(report, 'deploys');
  expect(measures.memoryIdleBytes).toBeGreaterThan(20_000_000);
  for (const service of ['app', 'db']) {
    expect(evidence.find(({ title }) => title === `Log of ${service}`)?.text, service).toMatch(/\S/);
  }
});
