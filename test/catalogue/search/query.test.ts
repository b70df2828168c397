import { expect, it } from 'vitest';
import { readMeanings } from '../../../scripts/lib/catalogue/search/meaning.ts';
import { readQuery } from '../../../scripts/lib/catalogue/search/query.ts';
import { SYNONYMS } from '../../../scripts/lib/catalogue/search/synonyms.ts';

const NAMES = ['apache superset', 'level up', 'ldap account manager'];
const known = {
  isName: (text: string) => NAMES.some((name) => name.startsWith(text)),
  meanings: readMeanings(SYNONYMS),
};
const read = (typed: string) => {
  const { words, choice, instead } = readQuery(typed, known);
  return { words: words.join(' '), choice, instead };
};

it.each([
  ['wiki SSO 512 MB restores', 'wiki', { sso: 'any', memory: '512', restores: 'proven' }],
  ['chat with OpenID Connect and e-mail', 'chat e mail', { sso: 'oidc' }],
  ['chat that sends e-mail', 'chat', { email: 'sends' }],
  ['crm saml arm64 level 5', 'crm', { sso: 'saml', arch: 'arm64', level: '5' }],
  ['photos on a Raspberry Pi', 'photos', { arch: 'arm64' }],
  ['1,5 GB forum', 'forum', { memory: '1536' }],
  ['needs less than 2g', '', { memory: '2048' }],
  ['AGPL-3.0-or-later wiki', 'wiki', { licence: 'AGPL' }],
  ['MIT licensed notes', 'notes', { licence: 'MIT' }],
  ['Umfragen mit SSO', 'umfragen', { sso: 'any' }],
  ['actively maintained forum', 'forum', { fresh: '365' }],
  ['single sign-on kanban', 'kanban', { sso: 'any' }],
  ['chat with upgrades proven', 'chat', { level: '4' }],
  ['256 MB', '', { memory: '256' }],
])('reads "%s" as %s and %o', (typed, words, choice) => {
  expect(read(typed)).toEqual({ words, choice, instead: false });
});

it.each([
  ['ldap', 'alone it is rather a directory'],
  ['sso', 'alone it is rather a login server'],
  ['gpl', 'alone it is a word'],
  ['apache', 'an app begins so'],
  ['level', 'an app begins so'],
  ['n8n', 'no size'],
  ['s3 storage', 'no size'],
  ['0 MB', 'nothing fits that'],
])('reads no need into "%s": %s', (typed) => {
  expect(read(typed).choice).toEqual({});
});

it.each([
  ['a self-hosted alternative to Google Docs', 'google docs'],
  ['Slack alternative', 'slack'],
  ['instead of Trello', 'trello'],
  ['something like Zoom', 'zoom'],
  ['Ersatz für Dropbox', 'dropbox'],
])('knows from "%s" what is not wanted', (typed, words) => {
  expect(read(typed)).toEqual({ words, choice: {}, instead: true });
});

it('keeps empty words where they belong to a phrase, and where there is nothing else', () => {
  expect(read('a to do list').words).toBe('to do list');
  expect(read('and').words).toBe('and');
});

it('reads any text in little time', () => {
  for (const typed of [
    ' ',
    'a'.repeat(100_000),
    '256 '.repeat(20_000),
    'with '.repeat(20_000),
    '\u0000<script>',
    '🦊'.repeat(999),
  ]) {
    expect(read(typed).words.length).toBeLessThanOrEqual(400);
  }
});
