import { expect, test } from 'vitest';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { INSTALLING } from '../../scripts/lib/trial/rung.ts';
import type { Recipe, TrialReport } from '../../scripts/lib/types.ts';
import { edited } from './edited.ts';
import { ladderOf, openLaboratory, reasonsOf, rungOf } from './trial-setup.ts';

const laboratory = openLaboratory();
const fossil = await readRecipe(process.cwd(), 'fossil');

function trial(recipe: Recipe): Promise<TrialReport> {
  return laboratory.trial(recipe, { rungs: INSTALLING });
}

/** Fossil, with something done before it starts. */
function beginning(script: string): Recipe {
  return edited(fossil, ({ services: { app } }) => {
    app.entrypoint = ['tini', '--', 'sh', '-c', `${script}; exec entrypoint.sh`];
    app.deploy.restart_policy = { condition: 'any', delay: '500ms' };
  });
}

test('what was removed comes back on its volumes, with the secrets the hoster kept', async () => {
  const report = await trial(fossil);
  expect(ladderOf(report), reasonsOf(report)).toBe('deploys pass, answers pass, removes pass');
  const { measures, evidence } = rungOf(report, 'removes');
  expect(measures).toMatchObject({ leftovers: 0, canaries: 2, secondsToReinstall: expect.any(Number) });
  expect(evidence[0]).toMatchObject({ kind: 'canaries', text: expect.stringContaining('SQLite database') });
});

test('a recipe that starts on an empty volume only is red', async () => {
  const report = await trial(
    beginning('[ ! -e /var/lib/fossil/used ] || { echo "already installed" >&2; exit 1; }; touch /var/lib/fossil/used'),
  );
  expect(ladderOf(report), reasonsOf(report)).toBe('deploys pass, answers pass, removes fail');
  expect(rungOf(report, 'removes').reason).toMatch(
    /^Installed again on the volumes it left, it does not come up: Service "app" failed with exit code 1/,
  );
  expect(rungOf(report, 'removes').evidence).toContainEqual(
    expect.objectContaining({ kind: 'log', text: expect.stringContaining('already installed') }),
  );
});

test('a recipe that begins anew each time is red', async () => {
  const report = await trial(beginning('rm -rf /var/lib/fossil/* /var/lib/fossil/.recipe*'));
  expect(ladderOf(report), reasonsOf(report)).toBe('deploys pass, answers pass, removes fail');
  expect(rungOf(report, 'removes').reason).toMatch(/^Installed again on the volumes it left, data is gone: /);
});
