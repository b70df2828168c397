/** What this machine may do to a trial: it is broken, never failed; what can be kept is kept, and nothing else stays. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localProvider, type PrivateEngine } from '../../scripts/lib/engine/local.ts';
import { reportFolder } from '../../scripts/lib/report/store.ts';
import type { Recipe, TrialReport } from '../../scripts/lib/types.ts';
import { before, type FaultSetup, openFaultSetup } from './fault-setup.ts';
import { plainRecipe } from './plain-recipe.ts';
import { ladderOf, reasonsOf } from './trial-setup.ts';

let setup: FaultSetup;
beforeAll(async () => {
  setup = await openFaultSetup();
});
afterAll(() => setup[Symbol.asyncDispose]());

/** A trial of `recipe` on engines that `act` is done to before a script with `text`. */
async function struck(
  recipe: Recipe,
  text: string,
  act: (engine: PrivateEngine) => Promise<unknown>,
  options: Parameters<FaultSetup['trial']>[1] = {},
): Promise<TrialReport> {
  const provider = before(text, act, localProvider({ cache: setup.cache }));
  return await setup.besideAnother(recipe, { provider, ...options });
}

/** `part`: where the evidence of a rung with an engine of its own lies. */
async function expectBroken(report: TrialReport, message: RegExp, part = ''): Promise<void> {
  expect(report.verdict).toBe('broken');
  expect(report.findings[0]).toMatchObject({ rule: 'trial-broken', message: expect.stringMatching(message) });
  expect(ladderOf(report), reasonsOf(report)).not.toContain('fail');
  const unproven = report.trial.rungs.find(({ status, evidence }) => status === 'unverified' && evidence.length > 0);
  const files = unproven?.evidence.map(({ file }) => file);
  expect(files).toEqual(expect.arrayContaining([`${part}evidence/engine.txt`, `${part}evidence/events.json`]));
  const folder = reportFolder(setup.root, report.subject.recipe, report.subject.version);
  expect(await readFile(join(folder, `${part}evidence/engine.txt`), 'utf8')).toMatch(/level=/);
}

test.each(['stack deploy', 'stack services', 'stack rm'])('the daemon is killed before "%s"', async (command) => {
  const report = await struck(await plainRecipe('orphan'), command, ({ daemon }) => daemon.kill());
  await expectBroken(report, /^the private Docker daemon ended \(signal SIGKILL\)$/);
});

test('the daemon is killed under a rung with an engine of its own', async () => {
  const recipe = await plainRecipe('orphan');
  const previous = { ...recipe, version: '0.9.0+1' };
  const act = ({ daemon }: PrivateEngine) => daemon.kill();
  const report = await struck(recipe, 'stack deploy', act, { rungs: ['upgrades'], previous });
  await expectBroken(report, /^upgrades: the private Docker daemon ended \(signal SIGKILL\)$/, 'upgrades/');
});

test.each([
  ['name server', /^the engine's name server ended \(signal SIGKILL\)$/],
  ['registry for ghcr.io', /^the engine's registry for ghcr.io ended \(signal SIGKILL\)$/],
])('the %s is gone, and the app fails', async (what, reason) => {
  const failing = await plainRecipe('failing', { command: ['sh', '-c', 'exit 5'] });
  const act = async ({ helpers }: PrivateEngine) => await helpers.find((helper) => helper.what === what)?.child.kill();
  await expectBroken(await struck(failing, 'stack deploy', act), reason);
});
