import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EngineProvider } from '../../scripts/lib/engine/engine.ts';
import { localProvider } from '../../scripts/lib/engine/local.ts';
import { openPlaces } from '../../scripts/lib/places.ts';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { reportFolder } from '../../scripts/lib/report/store.ts';
import type { TrialOptions } from '../../scripts/lib/trial/run.ts';
import type { Recipe, TrialReport } from '../../scripts/lib/types.ts';
import { expectValid } from '../trial/report-schema.ts';
import { asPublishedBefore, edited } from './edited.ts';
import { ladderOf, openLaboratory, reasonsOf, rungOf } from './trial-setup.ts';

const laboratory = openLaboratory();
const fossil = await readRecipe(process.cwd(), 'fossil');

async function trial(recipe: Recipe, options: Partial<TrialOptions>): Promise<TrialReport> {
  const report = await laboratory.trial(recipe, {
    ...{ provider: localProvider(), places: openPlaces(2), previous: asPublishedBefore(fossil) },
    ...options,
  });
  expectValid(report);
  return report;
}

function pausing(): Recipe {
  return edited(fossil, ({ services }) => {
    services.app.deploy.update_config.failure_action = 'pause';
  });
}

/** Engines of this machine that are counted; `refuse` makes one of them, counted from 1, throw instead. */
function counted(refuse = 0): EngineProvider & { readonly most: () => number; readonly started: () => number } {
  const provider = localProvider();
  let [started, running, most] = [0, 0, 0];
  return {
    ...provider,
    most: () => most,
    started: () => started,
    async start(options) {
      started++;
      if (started === refuse) throw new Error('no engine today');
      const engine = await provider.start(options);
      most = Math.max(most, ++running);
      return {
        ...engine,
        async [Symbol.asyncDispose]() {
          running--;
          await engine[Symbol.asyncDispose]();
        },
      };
    },
  };
}

test('rungs with an engine of their own run side by side; one that we break takes only itself down', async () => {
  const provider = counted(2);
  const report = await trial(pausing(), { provider, rungs: ['deploys', 'upgrades', 'rolls-back'] });
  expect(ladderOf(report), reasonsOf(report)).toMatch(
    /^deploys pass, answers pass, removes pass, upgrades (pass|unverified), rolls-back /,
  );
  const [upgrades, rollsBack] = [rungOf(report, 'upgrades'), rungOf(report, 'rolls-back')];
  const [broken, kept] = upgrades.status === 'unverified' ? [upgrades, rollsBack] : [rollsBack, upgrades];
  expect(broken).toMatchObject({ status: 'unverified', reason: 'no engine today' });
  expect(kept.status).toBe(kept.id === 'upgrades' ? 'pass' : 'fail');
  expect(report.verdict).toBe('broken');
  expect(report.findings[0]).toMatchObject({ rule: 'trial-broken', message: `${broken.id}: no engine today` });
});

test('what each rung kept lies apart', async () => {
  const provider = counted();
  const report = await trial(pausing(), { provider, rungs: ['upgrades', 'rolls-back'] });
  expect(provider.most()).toBe(2);
  const files = report.trial.rungs.flatMap(({ evidence }) => evidence.flatMap(({ file }) => file ?? []));
  expect(files).toContain('rolls-back/evidence/log-app.txt');
  expect(files.filter((file, index) => files.indexOf(file) !== index)).toEqual([]);
  const folder = reportFolder(laboratory.root, 'fossil', report.subject.version);
  for (const file of files) expect(existsSync(join(folder, file)), file).toBe(true);
});

test('where it does not deploy no other engine starts, and no rung is left out', async () => {
  const provider = counted();
  const wrong = edited(fossil, ({ services }) => {
    services.app.entrypoint = ['no-such-program'];
  });
  const report = await trial(wrong, { provider });
  expect(provider.started()).toBe(1);
  expect(rungOf(report, 'deploys').status).toBe('fail');
  for (const rung of report.trial.rungs.slice(1)) {
    expect(rung).toMatchObject({ status: 'unverified', reason: 'deploys did not pass' });
  }
  expect(ladderOf(report), reasonsOf(report)).toContain('rolls-back unverified');
});
