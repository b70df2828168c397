import { expect, it } from 'vitest';
import { buildCatalogue } from '../../../scripts/lib/catalogue/build.ts';
import { readCatalogueSource } from '../../../scripts/lib/catalogue/read.ts';
import { factOf } from '../../../scripts/lib/catalogue/search/facts.ts';
import { search } from '../../../scripts/lib/catalogue/search/search.ts';
import { makeIndex } from '../../../scripts/lib/catalogue/search/search-index.ts';
import { NOW } from '../../certificate/sample.ts';
import { APPS, makeFacts, TODAY } from './commons.ts';
import { exactTasks, fixtureTasks, prefixTasks, type Score, score, type Task, typoTasks } from './score.ts';

const RECIPES = 1000;
/** Percent. Below it the search is broken. */
const LEAST = { exact: 100, synonyms: 100, words: 100, typos: 95, prefixes: 90 };

function percent({ found, asked }: Score): number {
  return Math.floor((1000 * found) / asked) / 10;
}

const facts = makeFacts(RECIPES);
const index = makeIndex(facts);
const only = makeIndex(makeFacts(APPS.length));

const TASKS: { readonly [kind in keyof typeof LEAST]: readonly Task[] } = {
  exact: exactTasks(facts.recipes),
  synonyms: fixtureTasks('synonym'),
  words: fixtureTasks('words'),
  typos: typoTasks(APPS),
  prefixes: prefixTasks(APPS),
};

it('finds what is meant, as search-score.json says', async () => {
  const scores = Object.entries(TASKS).map(([kind, tasks]) => {
    // The invented ones do what the known ones do, so any of them would be a right answer to words.
    const result = score(kind === 'words' ? only : index, tasks);
    process.stdout.write(`search: ${kind} ${percent(result)} % of ${result.asked}\n`);
    return { kind, ...result, least: LEAST[kind as keyof typeof LEAST] };
  });
  for (const result of scores) {
    expect(result.asked).toBeGreaterThan(20);
    expect(percent(result), `${result.kind}: ${result.missed.join('\n')}`).toBeGreaterThanOrEqual(result.least);
  }
  const published = {
    schema: 'recipe-commons/search-score/1',
    recipes: facts.recipes.length,
    top: 3,
    scores: scores.map((each) => ({
      kind: each.kind,
      asked: each.asked,
      found: each.found,
      percent: percent(each),
      least: each.least,
    })),
  };
  await expect(`${JSON.stringify(published, null, 2)}\n`).toMatchFileSnapshot('../../fixtures/search/score.json');
});

it('notices a search that finds nothing, the wrong thing, or too much', () => {
  const tasks: readonly Task[] = [
    { typed: 'no such thing at all', expected: ['nextcloud'] },
    { typed: 'mastodon', expected: ['nextcloud'] },
    { typed: 'slack', expected: ['mattermost', 'rocketchat', 'zulip', 'nextcloud'] },
    { typed: 'slack', expected: ['mattermost', 'zulip', 'nextcloud', 'element'] },
  ];
  const { asked, found, missed } = score(index, tasks);
  expect({ asked, found, missed: missed.length }).toEqual({ asked: 4, found: 1, missed: 3 });
});

it('finds every recipe of this repository among a thousand, by its name, its slips and its beginnings', async () => {
  const { recipes } = await buildCatalogue(await readCatalogueSource(process.cwd()), NOW);
  const own = recipes.map(factOf);
  const all = makeIndex(makeFacts(RECIPES, own));
  expect(own.length).toBeGreaterThan(5);
  for (const [tasks, least] of [
    [exactTasks(own), LEAST.exact],
    [typoTasks(own), LEAST.typos],
    [prefixTasks(own), LEAST.prefixes],
  ] as const) {
    const result = score(all, tasks);
    expect(percent(result), result.missed.join('\n')).toBeGreaterThanOrEqual(least);
  }
});

it('finds a wiki that fits 256 MB with restores proven, however it is said', () => {
  const state = { q: '', choice: { category: 'wiki', memory: '256', restores: 'proven' }, page: 1 };
  const chosen = search(index, state, TODAY).facts;
  expect(chosen.length).toBeGreaterThan(0);
  for (const typed of [
    'a wiki that fits 256 MB with restores proven',
    'wiki 256mb restores',
    'Wiki, restores proven, under 256 MiB of RAM',
    'restores wiki 0.25 GB',
    'wiki fitting in 256M with tested backups',
  ]) {
    const { facts: found, choice } = search(index, { q: typed, choice: {}, page: 1 }, TODAY);
    expect(choice, typed).toEqual({ memory: '256', restores: 'proven' });
    for (const fact of chosen) expect(found, typed).toContain(fact);
    for (const fact of found) {
      expect(fact.memory, typed).toBeLessThanOrEqual(256);
      expect(fact.rungs, typed).toContain('restores');
    }
  }
});
