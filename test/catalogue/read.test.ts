import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CatalogueSource } from '../../scripts/lib/catalogue/model.ts';
import { readCatalogueSource } from '../../scripts/lib/catalogue/read.ts';
import { type Commons, makeCommons } from './commons.ts';

let commons: Commons;
let source: CatalogueSource;
beforeAll(async () => {
  commons = await makeCommons();
  source = await readCatalogueSource(commons.root);
});
afterAll(() => commons[Symbol.asyncDispose]());

function versions(name: string) {
  return source.recipes.find((recipe) => recipe.name === name)?.versions ?? [];
}

it('reads every recipe with its versions from history, newest first', () => {
  expect(source.recipes.map(({ name }) => name)).toEqual(['board', 'cloud', 'draft', 'hostile', 'notes', 'wiki']);
  expect(versions('notes').map(({ version }) => version)).toEqual(['1.1.0+2.0', '1.0.0+1.0']);
});

it('reads an older version as it was published, not as it is now', () => {
  const [newer, older] = versions('notes');
  expect(older?.recipe.digest).not.toBe(newer?.recipe.digest);
  expect(older?.recipe.files.map(({ path }) => path)).not.toContain('release/1.1.0+2.0');
  expect(older).toMatchObject({ lint: null, trial: null, certificate: null });
});

it('takes what no commit carries for a draft', () => {
  expect(versions('draft')).toMatchObject([{ version: '0.1.0+0.1', published: null }]);
});

it('brings what is stored about a version, and the evidence that is really there', () => {
  const [newest] = versions('notes');
  expect(newest).toMatchObject({ lint: { verdict: 'pass' }, trial: { verdict: 'pass' }, certificate: { level: 3 } });
  expect(newest?.evidence.map(({ file }) => file)).toEqual(['evidence/page.png', 'evidence/page.html']);
});

it('shows the commands that the trial of this version ran', () => {
  expect(versions('notes')[0]?.install).toEqual(commons.proven.trial.commands);
});
