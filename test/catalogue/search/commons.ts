/** Facts of a commons of any size: well-known apps, and others that read as if they existed. The same ones each time. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact, Facts } from '../../../scripts/lib/catalogue/search/facts.ts';
import { SYNONYMS } from '../../../scripts/lib/catalogue/search/synonyms.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/search');
export const TODAY = '2026-03-02';

type App = Pick<Fact, 'name' | 'title' | 'category' | 'tags' | 'summary'>;

/** Lines of a fixture, cut at the bars; blank ones and comments are none. */
export function readTable(file: string): readonly (readonly string[])[] {
  return readFileSync(join(FIXTURES, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' | '));
}

export const APPS: readonly App[] = readTable('apps.txt').map(
  ([name = '', title = '', category = '', tags = '', summary = '']) => ({
    ...{ name, title, category, summary },
    tags: tags.split(', '),
  }),
);

const FIRST =
  'open free simple tiny nano micro easy pico meta hyper blue green red silver north river stone cedar maple amber lunar solar polar echo ever fair good kind civic comm common coop data deep fast flow fox gnu home hub ink iron jade key leaf light loop mint nova oak our owl para pix plain pro quick rapid root sage self sky snow spark swift terra true turbo ultra uni vela vivid wave wild zen'.split(
    ' ',
  );
const SECOND =
  'ark base bay beam bell bird board book box bridge cast chart coil crate dash deck desk dock door drop dust edge feed field file fish flow fold forge form frame gate glass graph grid harbor hive house ink kit lab lane ledger lens line link list log loom mark mesh mill nest net note page pad path pen pier plan plot point pool port post press quill rack reef ring road room sheet shelf ship site space stack stand store stream sync table tag task tide trail tree vault view ward wheel wiki wire wood work yard'.split(
    ' ',
  );
const MANNERS = [
  'for small teams',
  'for co-operatives',
  'for schools',
  'with plugins',
  'that is quick to learn',
  'with an API',
  'for families',
  'without a database',
  'for many people',
  'in the browser',
];

/** The apps of the fixture, `others`, and invented ones until there are `count`. */
export function makeFacts(count: number, others: readonly Fact[] = []): Facts {
  const taken = new Set(others.map(({ name }) => name));
  const apps = APPS.filter(({ name }) => !taken.has(name));
  const known = new Set([...taken, ...apps.map(({ name }) => name)]);
  const invented: App[] = [];
  for (let seed = 1; invented.length + apps.length + others.length < count; seed++) {
    const app = invent(seed);
    if (known.has(app.name)) continue;
    known.add(app.name);
    invented.push(app);
  }
  const recipes = [...others, ...[...apps, ...invented].map(factOfApp)].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { schema: 'recipe-commons/facts/1', synonyms: SYNONYMS, recipes };
}

/** Of the kind of a well-known one, under a name that nobody carries. */
function invent(seed: number): App {
  const like = pick(APPS, seed, 1);
  const [first, second] = [pick(FIRST, seed, 2), pick(SECOND, seed, 3)];
  const joint = pick(['', '', '', '-'], seed, 4);
  return {
    name: `${first}${joint}${second}`,
    title: `${capital(first)}${joint === '' ? second : ` ${capital(second)}`}`,
    category: like.category,
    tags: like.tags.filter((_, index) => index === 0 || number(seed, 5 + index) % 3 > 0),
    summary: `${like.summary.replace(/^(.{20,50}?) (with|for|and|of) .*$/, '$1')} ${pick(MANNERS, seed, 9)}`,
  };
}

function factOfApp(app: App): Fact {
  const seed = [...app.name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 7);
  const level = number(seed, 1) % 4 === 0 ? null : 3 + (number(seed, 2) % 5);
  const rungs = ['deploys', 'answers', 'removes', 'upgrades', 'rolls-back', 'restores', 'recovers', 'isolated'];
  const passed = level === null ? 0 : [3, 5, 6, 7, 8][level - 3];
  const sso = ['oidc', 'saml', 'ldap', 'oauth2'].filter((_, index) => number(seed, 10 + index) % 4 === 0);
  const version = `${1 + (number(seed, 3) % 3)}.${number(seed, 4) % 9}.0+${1 + (number(seed, 5) % 20)}.${number(seed, 6) % 30}.${number(seed, 7) % 9}`;
  return {
    ...app,
    licence: pick(
      ['AGPL-3.0-or-later', 'AGPL-3.0-only', 'MIT', 'Apache-2.0', 'GPL-3.0-or-later', 'GPL-2.0-only', 'BSD-3-Clause'],
      seed,
      8,
    ),
    version,
    ...(level === null
      ? { standing: 'untried', label: 'not tried' }
      : { standing: 'tried', label: 'tried locally (unsigned)' }),
    level,
    rungs: rungs.slice(0, passed),
    scanned: level === null ? null : 'passed',
    sso,
    email: number(seed, 14) % 2 === 0,
    architectures: number(seed, 15) % 3 === 0 ? ['amd64', 'arm64'] : ['amd64'],
    memory: level === null ? null : 12 + (number(seed, 16) % 900),
    services: 1 + (number(seed, 17) % 4),
    published: new Date(Date.parse(TODAY) - (number(seed, 18) % 700) * 86_400_000).toISOString().slice(0, 10),
    maintainers: ['Recipe Commons maintainers', 'Second pair of eyes'].slice(0, 1 + (number(seed, 19) % 2)),
    deprecated: false,
    icon: null,
  };
}

/** Looks random and is not. */
function number(seed: number, salt: number): number {
  let value = Math.imul(seed + 0x9e37, 0x85eb_ca6b) ^ Math.imul(salt + 0x79b9, 0xc2b2_ae35);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b_3c6d);
  return (value ^ (value >>> 13)) >>> 1;
}

function pick<T>(list: readonly T[], seed: number, salt: number): T {
  return list[number(seed, salt) % list.length] as T;
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
