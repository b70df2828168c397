import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Commons, makeCommons } from '../catalogue/commons.ts';

const COMMAND = join(import.meta.dirname, '../../scripts/certify.ts');
let commons: Commons;
beforeAll(async () => {
  commons = await makeCommons();
});
afterAll(() => commons[Symbol.asyncDispose]());

function certify(...args: string[]) {
  return execa('node', [COMMAND, ...args], { cwd: commons.root, reject: false });
}

it('removes a certificate whose evidence is too old, and says why', async () => {
  const file = join(commons.root, 'out/certificates/notes/1.1.0+2.0.json');
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ level: 3, scan: { kind: 'passed' } });
  const { exitCode, stdout } = await certify('notes');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^notes {2}1\.1\.0\+2\.0 {2}level 1 linted {2}refused: unverified\n {2}the lint report is/);
  await expect(readFile(file)).rejects.toThrow('ENOENT');
});

it.each([
  ['a recipe that is only unverified is no failure', ['cloud'], 0],
  ['unless asked to be strict', ['cloud', '--strict'], 1],
  ['a failed recipe is one', [], 1],
  ['an unknown recipe is a wrong call', ['nothing'], 2],
  ['an unknown format is a wrong call', ['--format', 'xml'], 2],
  ['an unknown option is a wrong call', ['--frmat', 'json'], 2],
  ['help is fine', ['--help'], 0],
])('%s', async (_name, args, expected) => {
  const { exitCode, stderr } = await certify(...args);
  expect(exitCode).toBe(expected);
  expect(stderr === '').toBe(expected !== 2);
});

it('prints one JSON value for programs', async () => {
  const { stdout } = await certify('--format', 'json', 'wiki');
  expect(JSON.parse(stdout)).toMatchObject([
    { issued: false, subject: { recipe: 'wiki' }, reasons: ['lint', 'trial', 'scan'].map((step) => containing(step)) },
  ]);
});

function containing(text: string): unknown {
  return expect.stringContaining(text);
}
