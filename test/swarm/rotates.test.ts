import { expect, test } from 'vitest';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import type { Recipe, Rotation, Rung } from '../../scripts/lib/types.ts';
import { edited, type Loose } from './edited.ts';
import { openLaboratory } from './trial-setup.ts';

const laboratory = openLaboratory();
const fossil = await readRecipe(process.cwd(), 'fossil');

async function rotate(recipe: Recipe, rotates: readonly Rotation[] | undefined): Promise<Rung> {
  const { metadata } = recipe;
  if (metadata === null) throw new Error('no metadata');
  const trial = { ...metadata.trial, rotates: rotates ?? metadata.trial.rotates };
  const declared = { ...recipe, metadata: { ...metadata, trial } };
  return await laboratory.rung(declared, 'rotates');
}

/** Fossil after something it does first on every start; `then`: how it starts. */
function starting(script: string, then = 'exec tini -- entrypoint.sh'): Recipe {
  return edited(fossil, ({ services }: Loose) => {
    services.app.entrypoint = ['sh', '-c', `${script}\n${then}`.replaceAll('$', '$$$$')];
    services.app.deploy.update_config.monitor = '3s';
  });
}

const SECRET = '/run/secrets/admin_pass';
const KEPT = '/var/lib/fossil/passwords';

/** Succeeds for every password in the file. */
const keptOnes: readonly Rotation[] = [
  { secret: 'admin_pass', check: { service: 'app', command: ['sh', '-c', `grep -qx "$SECRET" ${KEPT}`] } },
];

test('fossil takes a new password, refuses the old one, and shows neither', async () => {
  const rung = await rotate(fossil, undefined);
  expect(rung).toMatchObject({ status: 'pass', measures: { secrets: 1, canaries: 2 } });
  expect(rung.measures.requests).toBeGreaterThan(10);
  expect(rung.evidence[0]?.text).toBe('admin_pass became fossil_admin_pass_v2');
});

test('an app that accepts the old password, too', async () => {
  const recipe = starting(`(cat ${SECRET}; echo) >> ${KEPT}`);
  expect(await rotate(recipe, keptOnes)).toMatchObject({
    status: 'fail',
    reason: 'The app still accepts the old secret "admin_pass".',
  });
});

test('an app that stays with the password of its first start', async () => {
  const recipe = starting(`[ -e ${KEPT} ] || cp ${SECRET} ${KEPT}`);
  expect(await rotate(recipe, keptOnes)).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(/^The app refuses the new secret "admin_pass": /),
  });
});

test('a step that changes it in the app as well makes it right', async () => {
  const recipe = starting(`[ -e ${KEPT} ] || cp ${SECRET} ${KEPT}`);
  const command = ['sh', '-c', `grep -qx "$OLD_SECRET" ${KEPT} && printf '%s\\n' "$NEW_SECRET" > ${KEPT}`];
  const steps = keptOnes.map((rotation) => ({ ...rotation, after: [{ service: 'app', command }] }));
  expect(await rotate(recipe, steps)).toMatchObject({ status: 'pass' });
});

test.each<[string, () => Recipe, string]>([
  [
    'the environment',
    () => starting(`ADMIN_PASSWORD=$(cat ${SECRET})\nexport ADMIN_PASSWORD`),
    'The secret "admin_pass" stands in the environment variable ADMIN_PASSWORD of a process of app.',
  ],
  [
    'an argument',
    () => starting('', `exec tini -- sh -c 'entrypoint.sh; true' fossil "--password=$(cat ${SECRET})"`),
    'The secret "admin_pass" stands in an argument of a process of app.',
  ],
  ['the log', () => starting(`cat ${SECRET}`), 'The secret "admin_pass" stands in the log of app.'],
])('a secret that shows in %s', async (_name, recipe, reason) => {
  expect(await rotate(recipe(), undefined)).toMatchObject({ status: 'fail', reason });
});

test('a check that never accepts anything, and a step that fails, without telling the secret', async () => {
  const never = [{ secret: 'admin_pass', check: { service: 'app', command: ['false'] } }];
  expect(await rotate(fossil, never)).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(/^The check of the secret "admin_pass" fails with the one in use: /),
  });
  const telling = ['sh', '-c', 'echo "no user $NEW_SECRET"; exit 1'];
  expect(
    await rotate(fossil, [{ secret: 'admin_pass', before: [{ service: 'app', command: telling }] }]),
  ).toMatchObject({
    status: 'fail',
    reason: 'A step before the secret "admin_pass" is replaced failed: no user (secret).',
  });
});

test('nobody who declares nothing is tried', async () => {
  expect(await rotate(fossil, [])).toMatchObject({
    status: 'skip',
    reason: expect.stringMatching(/^It declares no rotation/),
  });
});
