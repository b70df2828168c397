import { describe, expect, it } from 'vitest';
import { typos } from '../../../scripts/lib/catalogue/search/distance.ts';
import { countValues, FACETS, fitsChoice } from '../../../scripts/lib/catalogue/search/facets.ts';
import { fold, spelledOut, squash, stem, wordsOf } from '../../../scripts/lib/catalogue/search/fold.ts';
import { didYouMean, inTheWay, search } from '../../../scripts/lib/catalogue/search/search.ts';
import { makeIndex } from '../../../scripts/lib/catalogue/search/search-index.ts';
import { isIdle, readState, toggled, writeState } from '../../../scripts/lib/catalogue/search/state.ts';
import { SYNONYMS } from '../../../scripts/lib/catalogue/search/synonyms.ts';
import { makeFacts, TODAY } from './commons.ts';

const facts = makeFacts(300);
const index = makeIndex(facts);
const find = (q: string, choice = {}) => search(index, { q, choice, page: 1 }, TODAY);

describe('words', () => {
  it('fold case, accents and letters of other alphabets', () => {
    expect(fold('Baïkal ÅNGSTRÖM Straße Łódź')).toBe('baikal angstrom strasse lodz');
    expect(spelledOut('Bücher für Zoë')).toBe('buecher fuer zoe');
    expect(spelledOut('Wiki')).toBe('');
    expect(wordsOf('Wiki.js, e-mail & Ünïcode')).toEqual(['wiki', 'js', 'e', 'mail', 'unicode']);
    expect(squash('Uptime-Kuma')).toBe('uptimekuma');
  });

  it.each([
    ['wikis', 'wiki'],
    ['galleries', 'galleri'],
    ['gallery', 'galleri'],
    ['rss', 'rss'],
    ['lens', 'len'],
    ['status', 'status'],
    ['analysis', 'analysis'],
  ])('the stem of %s is %s', (word, expected) => expect(stem(word)).toBe(expected));
});

describe('slips', () => {
  it.each([
    ['nextcloud', 'nextcloud', 0],
    ['nextclod', 'nextcloud', 1],
    ['nextcluod', 'nextcloud', 1],
    ['nnextcloud', 'nextcloud', 1],
    ['nextclxud', 'nextcloud', 1],
    ['netxcluod', 'nextcloud', 2],
    ['matomo', 'nextcloud', 3],
    ['', 'n8n', 3],
  ])('from %s to %s: %i', (typed, name, far) => expect(typos(typed, name, 2).whole).toBe(far));

  it('counts what is only begun', () => {
    expect(typos('netx', 'nextcloud', 2)).toEqual({ start: 1, whole: 3 });
    expect(typos('nextcloudy', 'next', 2)).toEqual({ start: 3, whole: 3 });
  });
});

describe('facets', () => {
  it('let through what fits all of them, and count each value as if it were chosen', () => {
    const choice = { memory: '256', restores: 'proven' };
    const left = facts.recipes.filter((fact) => fitsChoice(fact, choice, TODAY));
    expect(left.length).toBeGreaterThan(0);
    expect(left.every(({ memory, rungs }) => (memory ?? 999) <= 256 && rungs.includes('restores'))).toBe(true);
    const offered = [
      { id: 'memory', value: '128' },
      { id: 'category', value: 'wiki' },
    ] as const;
    const counts = countValues(facts.recipes, offered, choice, TODAY);
    for (const { id, value } of offered) {
      expect(counts.get(`${id}=${value}`)).toBe(find('', { ...choice, [id]: value }).facts.length);
    }
  });

  it('say nothing good of what nobody measured', () => {
    const unknown = facts.recipes.filter(({ memory }) => memory === null);
    expect(unknown.length).toBeGreaterThan(0);
    for (const choice of [{ memory: '99999' }, { level: '0' }, { restores: 'proven' }]) {
      expect(unknown.filter((fact) => fitsChoice(fact, choice, TODAY))).toEqual([]);
    }
  });

  it('are worded for any value', () => {
    expect(FACETS.memory.label('300')).toBe('fits 300 MB');
    expect(FACETS.memory.label('2048')).toBe('fits 2 GB');
    expect(FACETS.sso.label('oidc')).toBe('SSO by OIDC');
  });
});

describe('state', () => {
  it('is what the address says, and back', () => {
    const state = { q: 'wiki & co', choice: { sso: 'any', memory: '256' }, page: 2 };
    expect(writeState(state)).toBe('?q=wiki+%26+co&sso=any&memory=256&page=2');
    expect(readState(writeState(state))).toEqual(state);
    expect(isIdle(readState(''))).toBe(true);
    expect(readState('?page=-1&sso=&level=5&unknown=1').choice).toEqual({ level: '5' });
    expect(readState(`?page=1e99&q=${'x'.repeat(999)}`)).toMatchObject({ page: 1, q: 'x'.repeat(200) });
  });

  it('goes back to the first page when a facet changes', () => {
    const state = { q: 'wiki', choice: { sso: 'any' }, page: 3 };
    expect(toggled(state, 'sso', 'any')).toEqual({ q: 'wiki', choice: {}, page: 1 });
    expect(toggled(state, 'sso', 'oidc').choice).toEqual({ sso: 'oidc' });
  });
});

describe('search', () => {
  it('puts names before beginnings before words before slips', () => {
    expect(find('ghost')).toMatchObject({ pass: 'name', facts: [{ name: 'ghost' }, ...find('ghost').facts.slice(1)] });
    expect(find('gho').pass).toBe('start');
    expect(find('federated books').pass).toBe('words');
    expect(find('ghots').pass).toBe('similar');
    expect(find('zzzqqq').facts).toEqual([]);
  });

  it('offers kin, never itself, instead of an app that is here', () => {
    const names = find('alternative to mattermost').facts.map(({ name }) => name);
    expect(names.slice(0, 5)).toContain('rocketchat');
    expect(names).not.toContain('mattermost');
  });

  it('says what was in the way, and what may have been meant', () => {
    const nothing = find('wordpress', { category: 'chat', memory: '1' });
    expect(nothing.facts).toEqual([]);
    expect(inTheWay(find('wordpress', { category: 'chat' }), TODAY)).toEqual([{ id: 'category', left: 1 }]);
    const { query, facts: found } = find('kyecloakk x');
    expect(found).toEqual([]);
    expect(didYouMean(index, query)).toEqual(['Keycloak']);
  });

  it('shows sixty at once', () => {
    const all = find('');
    expect(all.shown.length).toBe(60);
    expect(all.pages).toBe(5);
    expect(search(index, { q: '', choice: {}, page: 99 }, TODAY).shown).toEqual(all.facts.slice(240));
  });

  it('takes tags and categories that this catalogue does not have for no fault', () => {
    const empty = makeIndex({ schema: 'recipe-commons/facts/1', synonyms: SYNONYMS, recipes: [] });
    expect(search(empty, { q: 'google docs', choice: {}, page: 1 }, TODAY).facts).toEqual([]);
  });
});
