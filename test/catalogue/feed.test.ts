import { expect, it } from 'vitest';
import { atomFeed } from '../../scripts/lib/catalogue/atom.ts';
import { buildCatalogue } from '../../scripts/lib/catalogue/build.ts';
import { allFeed, recipeFeed, versionFeed } from '../../scripts/lib/catalogue/feed.ts';
import type { CatalogueRecipe, VersionSource } from '../../scripts/lib/catalogue/model.ts';
import type { ScannedVulnerability } from '../../scripts/lib/types.ts';
import { SCANNED, scanReport } from '../certificate/sample.ts';
import { NOW, olderVersion, source, version } from './sample.ts';

const FLAW: ScannedVulnerability = {
  ...{ id: 'CVE-1', package: 'a', installed: '1', fixedIn: null, severity: 'LOW', title: 'worse', url: null },
  ...{ owner: 'ours', isNew: null, exploited: null, status: 'open' },
};

async function recipeOf(change: Partial<VersionSource> = {}, now = NOW): Promise<CatalogueRecipe> {
  const { recipes } = await buildCatalogue(source(version(change), olderVersion()), now);
  const [recipe] = recipes;
  if (recipe === undefined) throw new Error('nothing built');
  return recipe;
}

async function titles(index: number, change: Partial<VersionSource> = {}, now = NOW): Promise<readonly string[]> {
  const recipe = await recipeOf(change, now);
  const mine = recipe.versions[index];
  return mine === undefined ? [] : versionFeed(recipe, mine).entries.map(({ title }) => title);
}

function scanned(...flaws: readonly Partial<ScannedVulnerability>[]): Partial<VersionSource> {
  const vulnerabilities = flaws.map((each) => ({ ...FLAW, ...each }));
  return { scan: scanReport({ images: [{ ...SCANNED, vulnerabilities }] }) };
}

it('of a version is silent while there is nothing to do', async () => {
  expect(await titles(0)).toEqual([]);
  expect(await titles(0, scanned({}))).toEqual([]);
  expect(await titles(0, scanned({ fixedIn: '2', status: 'waived' }))).toEqual([]);
});

it('of a version tells of a newer one, and what it asks of its operator', async () => {
  const recipe = await recipeOf();
  const [, older] = recipe.versions;
  const [entry, ...more] = older === undefined ? [] : versionFeed(recipe, older).entries;
  expect(more).toEqual([]);
  expect(entry).toMatchObject({
    title: 'You run 1.0.0+1.0; there is Notes 1.1.0+2.0',
    updated: '2026-02-01T00:00:00Z',
    text: expect.stringContaining('It brings features'),
  });
});

it('of a version tells of flaws that are used in attacks or can be repaired, each set of them once', async () => {
  const flaws = [{ id: 'CVE-1', fixedIn: '2' }, { id: 'CVE-2', exploited: true }, { id: 'CVE-3' }];
  expect(await titles(0, scanned(...flaws))).toEqual([
    'Notes 1.1.0+2.0: 1 known flaw used in attacks',
    'Notes 1.1.0+2.0: 1 known flaw that a newer package repairs',
  ]);
  const idOf = async (...all: readonly Partial<ScannedVulnerability>[]) => {
    const recipe = await recipeOf(scanned(...all));
    return recipe.versions[0] && versionFeed(recipe, recipe.versions[0]).entries[0]?.id;
  };
  const [one, two] = [{ fixedIn: '2' }, { id: 'CVE-9', fixedIn: '3' }];
  expect(await idOf(one, two)).toBe(await idOf(two, one));
  expect(await idOf(one)).not.toBe(await idOf(one, two));
});

it('of a version tells that its certificate expired, on the day it did', async () => {
  const late = new Date('2026-12-01T00:00:00Z');
  expect(await titles(0, {}, late)).toEqual(['Notes 1.1.0+2.0: its certificate expired']);
  const recipe = await recipeOf({}, late);
  const later = await recipeOf({}, new Date('2027-12-01T00:00:00Z'));
  expect(recipeFeed(later)).toEqual(recipeFeed(recipe));
});

it('of a recipe has its versions, newest first, and never a draft', async () => {
  const recipe = await recipeOf();
  expect(recipeFeed(recipe).entries.map(({ title }) => title)).toEqual(['Notes 1.1.0+2.0', 'Notes 1.0.0+1.0']);
  expect(recipeFeed(await recipeOf({ published: null })).entries.map(({ title }) => title)).toEqual([
    'Notes 1.0.0+1.0',
  ]);
});

it('of all recipes is as new as its newest entry, and no longer than a reader reads', async () => {
  const { entries } = recipeFeed(await recipeOf());
  const many = Array.from({ length: 50 }, (_, index) =>
    entries.map((entry) => ({ ...entry, id: `${entry.id}${index}` })),
  );
  const feed = allFeed(many.flat());
  expect([feed.updated, feed.entries.length]).toEqual(['2026-02-01T00:00:00Z', 60]);
  expect(allFeed([])).toMatchObject({ updated: '2000-01-01T00:00:00Z', entries: [] });
});

it('names whole addresses below the path that the site is hosted at', async () => {
  const xml = atomFeed(recipeFeed(await recipeOf()), 'https://recipes.example/commons/');
  expect(xml).toContain('href="https://recipes.example/commons/r/notes/1.1.0+2.0/"');
  expect(xml).not.toMatch(/href="(?!https:\/\/recipes\.example\/commons\/)/);
});
