/** Waivers through the command: what they take out, and what is wrong with them, told where they stand. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { short, type Workplace, workplace } from './workplace.ts';

let place: Workplace;
let recipe: string;
beforeAll(async () => {
  place = await workplace();
  await place.copyGood('recipes/wiki');
  recipe = await readFile(join(place.root, 'recipes/wiki/recipe.yml'), 'utf8');
  const overlay = 'version: "3.9"\nservices:\n  app:\n    ports:\n      - "2525:25"\n      - "1143:143"\n';
  await place.write('recipes/wiki/compose.mail.yml', overlay);
});
afterAll(() => place[Symbol.asyncDispose]());

/** What this is about: other rules may have an opinion on the overlay. */
const ASKED = [
  'published-port,recipe-schema',
  'waiver-expired,waiver-unused,waiver-unknown-rule,waiver-not-allowed',
].flatMap((rules) => ['--rule', rules]);

/** Findings with the waivers, each on a line of its own. */
async function withWaivers(...waivers: readonly string[]) {
  const line = recipe.split('\n').length;
  await place.write('recipes/wiki/recipe.yml', `${recipe}waivers:\n${waivers.map((each) => `  - ${each}\n`).join('')}`);
  const [report] = await place.reports('wiki', ...ASKED);
  if (report === undefined) throw new Error('one recipe gives one report');
  const { exitCode } = await place.lint('wiki', ...ASKED);
  return { ...report, shown: report.findings.map(short), first: line + 1, exitCode };
}

const REASON = 'reason: mail has no routes';
const AT = 'recipes/wiki/compose.mail.yml';

it('takes accepted findings out, and keeps them with the reason', async () => {
  const { shown, waived, exitCode } = await withWaivers(`{rule: published-port, ${REASON}, until: 2099-01-01}`);
  expect([shown, exitCode]).toEqual([[], 0]);
  expect(waived.map(short)).toEqual([`${AT}:5:9 warning published-port`, `${AT}:6:9 warning published-port`]);
  expect(waived[0]?.waiver).toEqual({ reason: 'mail has no routes', until: '2099-01-01' });
});

it('with a path takes out only what is there', async () => {
  const waiver = `{rule: published-port, ${REASON}, until: 2099-01-01, path: "services.app.ports[0]"}`;
  const { shown, waived } = await withWaivers(waiver);
  expect([shown, waived.map(short)]).toEqual([
    [`${AT}:6:9 warning published-port`],
    [`${AT}:5:9 warning published-port`],
  ]);
});

it.each([
  ['that is past its last day', `{rule: published-port, ${REASON}, until: 2020-01-01}`, 'error waiver-expired', 1],
  ['of a rule there is not', `{rule: publishd-port, ${REASON}, until: 2099-01-01}`, 'error waiver-unknown-rule', 1],
  ['of what is never found', `{rule: image-untagged, ${REASON}, until: 2099-01-01}`, 'warning waiver-unused', 0],
  [
    'at a path where nothing is',
    `{rule: published-port, ${REASON}, until: 2099-01-01, path: services.db}`,
    'warning waiver-unused',
    0,
  ],
  [
    'of a rule that no recipe may waive',
    `{rule: foreign-secret, ${REASON}, until: 2099-01-01}`,
    'error waiver-not-allowed',
    1,
  ],
])('%s takes nothing out and is a finding where it stands', async (_name, waiver, expected, code) => {
  const { shown, waived, first, exitCode } = await withWaivers(waiver);
  expect(waived).toEqual([]);
  expect(shown).toContain(`${AT}:5:9 warning published-port`);
  expect(shown).toContain(`recipes/wiki/recipe.yml:${first}:5 ${expected}`);
  expect(exitCode).toBe(code);
});

it.each([
  ['without a reason', '{rule: published-port, until: 2099-01-01}', 5],
  ['with hardly a reason', '{rule: published-port, reason: because, until: 2099-01-01}', 36],
  ['without an end', `{rule: published-port, ${REASON}}`, 5],
  ['until a day there is not', `{rule: published-port, ${REASON}, until: 2099-02-30}`, 63],
])('%s breaks the schema of recipe.yml where it stands', async (_name, waiver, column) => {
  const { shown, waived, first, exitCode } = await withWaivers(waiver);
  expect([waived, exitCode]).toEqual([[], 1]);
  expect(shown).toContain(`recipes/wiki/recipe.yml:${first}:${column} error recipe-schema`);
});

it('says which of several is wrong', async () => {
  const good = `{rule: published-port, ${REASON}, until: 2099-01-01}`;
  const { shown, first } = await withWaivers(good, `{rule: image-untagged, ${REASON}, until: 2099-01-01}`);
  expect(shown).toEqual([`recipes/wiki/recipe.yml:${first + 1}:5 warning waiver-unused`]);
});

it('is not unused because something else was asked to be shown', async () => {
  await withWaivers(`{rule: published-port, ${REASON}, until: 2099-01-01}`);
  const { stdout } = await place.lint('wiki', '--rule', 'waiver-unused,privileged', '--format', 'github');
  expect(stdout).toBe('');
});
