import { expect, test } from 'vitest';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { planTrial } from '../../scripts/lib/trial/plan.ts';
import { planRotation, redacted } from '../../scripts/lib/trial/rotation/plan.ts';
import { findIn, parseProcesses } from '../../scripts/lib/trial/rotation/sightings.ts';

const davical = await readRecipe(process.cwd(), 'davical');
const plan = planTrial(davical);

test('raises the version of a declared secret alone and makes only that one', () => {
  const rotation = planRotation(davical, plan, [{ secret: 'db_password' }]);
  if (typeof rotation === 'string') throw new Error(rotation);
  expect(rotation.changed.map(({ name }) => name)).toEqual(['davical_db_password_v2']);
  expect(rotation.after.settings).toMatchObject({ SECRET_DB_PASSWORD_VERSION: 'v2', SECRET_ADMIN_PASS_VERSION: 'v1' });
  const made = rotation.after.commands.find(({ id }) => id === 'secrets')?.script;
  expect(made).toContain('davical_db_password_v2');
  expect(made).not.toContain('admin_pass');
});

test.each([
  ['v9', 'v10'],
  ['2026', '2027'],
  ['blue', 'blue2'],
])('the version after %s is %s', (version, next) => {
  const at = planTrial(davical, { settings: { SECRET_DB_PASSWORD_VERSION: version } });
  const rotation = planRotation(davical, at, [{ secret: 'db_password' }]);
  expect(rotation).toMatchObject({ after: { settings: { SECRET_DB_PASSWORD_VERSION: next } } });
});

test('says why a secret cannot be replaced', () => {
  expect(planRotation(davical, plan, [{ secret: 'smtp' }])).toMatch(/^trial\.rotates names the secret "smtp", which/);
  const fixed = { ...plan, secrets: plan.secrets.map((secret) => ({ ...secret, versionSetting: null })) };
  expect(planRotation(davical, fixed, [{ secret: 'db_password' }])).toMatch(
    /^The name of the secret "db_password" holds/,
  );
  const other = plan.secrets.map((secret) => ({ ...secret, versionSetting: 'TIMEOUT' }));
  expect(planRotation(davical, { ...plan, secrets: other }, [{ secret: 'db_password' }])).toMatch(
    /^A raised version does/,
  );
});

test('finds a secret in variables and arguments by their name, and not in a name', () => {
  const text = ['\x01variable', 'PATH=/bin', 'DB=pw-12345', '\x01argument', 'app', '--pw=pw-12345', '\x01variable', ''];
  const found = findIn([{ key: 'db', value: 'pw-12345' }], parseProcesses(text.join('\0'), 'app'));
  expect(found.map(({ where }) => where)).toEqual([
    'the environment variable DB of a process of app',
    'an argument of a process of app',
  ]);
  expect(findIn([{ key: 'db', value: 'other-one' }], parseProcesses(text.join('\0'), 'app'))).toEqual([]);
});

test('tells no secret, old or new', () => {
  const values = [{ key: 'db', old: 'before-1', fresh: 'after-2' }];
  expect(redacted('before-1 became after-2, before-1', values)).toBe('(secret) became (secret), (secret)');
  expect(redacted('nothing', [{ key: 'db', old: '', fresh: '' }])).toBe('nothing');
});
