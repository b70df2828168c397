/** A document on standard input, as editors give it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Report } from '../../scripts/lib/types.ts';
import { RISKY, short, type Workplace, workplace } from './workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await workplace();
  await place.copyGood('recipes/wiki');
});
afterAll(() => place[Symbol.asyncDispose]());

async function lintText(input: string | Uint8Array, ...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await place.lintWith({ input }, '--stdin', ...args, '--format', 'json');
  const reports: readonly Report[] = JSON.parse(stdout);
  return { exitCode, stderr, found: reports.flatMap(({ findings }) => findings).map(short), reports };
}

it('is a compose file alone', async () => {
  const { exitCode, found } = await lintText(RISKY);
  expect([exitCode, found]).toEqual([1, expect.arrayContaining(['compose.yml:5:17 error privileged'])]);
});

it('lies where its name says, with the settings that are there', async () => {
  await place.write('web/.env.sample', 'TAG=latest\n');
  const text = 'version: "3.8"\nservices:\n  web:\n    image: nginx:${TAG}\n';
  const { found } = await lintText(text, '--stdin-filename', 'web/not-saved-yet.yml', '--rule', 'image-tag-floating');
  expect(found).toEqual(['web/not-saved-yet.yml:4:12 warning image-tag-floating']);
});

it('of a recipe stands in for the file that is saved, and only that file is asked about', async () => {
  const compose = await readFile(join(place.root, 'recipes/wiki/compose.yml'), 'utf8');
  await place.write('recipes/wiki/README.md', '');
  const name = ['--stdin-filename', 'recipes/wiki/compose.yml'];
  expect((await lintText(compose, ...name)).found).toEqual([]);
  const { found } = await lintText(compose.replace(/^( +)image: .+$/m, '$1image: nginx'), ...name);
  expect(found).toEqual(
    expect.arrayContaining([expect.stringMatching(/^recipes\/wiki\/compose\.yml:.+ image-untagged$/)]),
  );
  expect(found.every((each) => each.startsWith('recipes/wiki/compose.yml:'))).toBe(true);
  expect(await readFile(join(place.root, 'recipes/wiki/compose.yml'), 'utf8')).toBe(compose);
});

it('may be recipe.yml or the settings', async () => {
  const { found } = await lintText('title: [\n', '--stdin-filename', 'recipes/wiki/recipe.yml');
  expect(found).toEqual([expect.stringMatching(/^recipes\/wiki\/recipe\.yml:\d+:\d+ error yaml-syntax$/)]);
});

it.each([
  ['empty', ''],
  ['torn', 'services: ['],
  ['no text', Buffer.from([0xff, 0xfe, 0x00])],
  ['huge', 'a: b\n'.repeat(1_000_000)],
])('that is %s fails', async (_name, input) => {
  const { exitCode, found } = await lintText(input);
  expect(exitCode).toBe(1);
  expect(found.every((each) => each.startsWith('compose.yml:1:'))).toBe(true);
});

it('stands alone', async () => {
  const { exitCode, stderr } = await place.lintWith({ input: RISKY }, '--stdin', 'wiki');
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--stdin does not go with wiki')]);
});
