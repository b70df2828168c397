import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImageStore } from '../../scripts/lib/engine/engine.ts';
import { localProvider } from '../../scripts/lib/engine/local.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { runTrial } from '../../scripts/lib/trial/run.ts';
import { INSTALLING } from '../../scripts/lib/trial/rung.ts';
import type { Recipe, TrialReport } from '../../scripts/lib/types.ts';
import { edited, ladderOf, reasonsOf, rungOf, sharing } from './trial-setup.ts';

const provider = sharing(localProvider());
let root: string;
let store: ImageStore;
let fossil: Recipe;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'reinstall-'));
  store = openImageStore();
  fossil = await readRecipe(process.cwd(), 'fossil');
});
afterAll(async () => {
  await provider[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

function trial(recipe: Recipe): Promise<TrialReport> {
  const { signal } = new AbortController();
  return runTrial(recipe, { root, store, provider, standIns: false, signal, rungs: INSTALLING });
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
