import { expect, test } from 'vitest';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import type { Recipe, Rung } from '../../scripts/lib/types.ts';
import { asPublishedBefore, edited, withRenamedVolume } from './edited.ts';
import { openLaboratory } from './trial-setup.ts';

const laboratory = openLaboratory();
const fossil = await readRecipe(process.cwd(), 'fossil');

function rollBack(recipe: Recipe, previous: Recipe | null): Promise<Rung> {
  return laboratory.rung(recipe, 'rolls-back', { previous });
}

/** With another `failure_action`; null: nothing is said. */
function failing(action: string | null): Recipe {
  return edited(fossil, ({ services }) => {
    const { update_config: update } = services.app.deploy;
    if (action === null) delete update.failure_action;
    else update.failure_action = action;
    update.monitor = '3s';
  });
}

test('fossil undoes an update that cannot run, keeps its data, and may go back a version', async () => {
  const rung = await rollBack(failing('rollback'), asPublishedBefore(fossil));
  expect(rung).toMatchObject({ status: 'pass', measures: { canaries: 2 } });
  expect(rung.measures.requestsFailed).toBeGreaterThan(0);
  expect(rung.measures.secondsToRollback).toBeGreaterThan(1);
  expect(rung.evidence[0]).toMatchObject({ kind: 'downgrade', text: 'the way back to 0.9.0+1 is reversible' });
});

test('a version before that does not run on what this one left is a one-way street', async () => {
  const older = asPublishedBefore(fossil, ({ services }) => {
    services.app.entrypoint = ['no-such-program'];
  });
  const rung = await rollBack(failing('rollback'), older);
  expect(rung.status).toBe('pass');
  expect(rung.evidence[0]?.text).toMatch(/^the way back to 0\.9\.0\+1 is one-way: Service "app"/);
});

test('a version before that runs only where this one has left nothing needs a restore', async () => {
  const begins = (line: string) => ['tini', '--', 'sh', '-c', `${line}; exec entrypoint.sh`];
  const newer = edited(failing('rollback'), ({ services }) => {
    services.app.entrypoint = begins('echo 2 > /var/lib/fossil/format');
  });
  const older = asPublishedBefore(fossil, ({ services }) => {
    services.app.entrypoint = begins('[ ! -e /var/lib/fossil/format ] || { echo "made by a newer version"; exit 1; }');
  });
  const rung = await rollBack(newer, older);
  expect(rung.status).toBe('pass');
  expect(rung.evidence[0]?.text).toMatch(/^the way back to 0\.9\.0\+1 needs a restore: Service "app"/);
});

test('a version before that runs beside the data needs a restore', async () => {
  const rung = await rollBack(failing('rollback'), withRenamedVolume(fossil));
  expect(rung.status).toBe('pass');
  expect(rung.evidence[0]?.text).toMatch(/^the way back to 0\.9\.0\+1 needs a restore: volume fossil_data/);
});

test.each([
  [null, 'its failure_action is "pause", which is what swarm does when nothing is said'],
  ['continue', 'its failure_action is "continue"'],
])('with failure_action %s the broken update stays', async (action, why) => {
  expect(await rollBack(failing(action), null)).toMatchObject({
    status: 'fail',
    reason: `Service "app" stays broken after an update that fails: ${why}.`,
  });
});
