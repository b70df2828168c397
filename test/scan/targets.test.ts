import { afterAll, beforeAll, expect, test } from 'vitest';
import { findTargets } from '../../scripts/lib/scan/targets.ts';
import { type Commons, makeCommons } from '../catalogue/commons.ts';

let commons: Commons;
beforeAll(async () => {
  commons = await makeCommons();
});
afterAll(() => commons?.[Symbol.asyncDispose]());

async function targets(named: readonly string[], allVersions = false): Promise<readonly string[]> {
  const { recipes, images } = await findTargets(commons.root, named, { allVersions });
  return [...recipes.map(({ recipe: { name, version } }) => `${name} ${version}`), ...images];
}

test('a recipe is what lies in its folder', async () => {
  expect(await targets(['notes', 'notes'])).toEqual(['notes 1.1.0+2.0']);
  expect(await targets([])).toHaveLength(6);
});

test('all versions are the published ones, newest first, after a draft that is none of them', async () => {
  expect(await targets(['notes', 'draft'], true)).toEqual(['notes 1.1.0+2.0', 'notes 1.0.0+1.0', 'draft 0.1.0+0.1']);
});

test('each is compared with the version before it', async () => {
  const { recipes } = await findTargets(commons.root, ['notes'], { allVersions: true });
  const before = await Promise.all(recipes.map(({ previous }) => previous()));
  expect(before.map((recipe) => recipe?.version ?? null)).toEqual(['1.0.0+1.0', null]);
});

test('anything with a colon, a slash or an at sign is an image, once by its whole name', async () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  expect(await targets(['nginx:1.29', 'docker.io/library/nginx:1.29', `x/y@${digest}`])).toEqual([
    'docker.io/library/nginx:1.29',
    `docker.io/x/y@${digest}`,
  ]);
});

test.each(['127.0.0.1:5000/x', '--help:1', 'a/../b', 'http://example.org/x'])('%s is refused', async (name) => {
  await expect(targets([name])).rejects.toMatchObject({ help: expect.stringContaining('Name a recipe, or an image') });
});
