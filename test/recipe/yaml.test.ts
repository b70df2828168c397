import { describe, expect, test, vi } from 'vitest';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import { readYaml } from '../../scripts/lib/recipe/yaml.ts';
import type { Finding, Json } from '../../scripts/lib/types.ts';
import { cpuMs } from './cpu.ts';
import { textFile } from './files.ts';

/** Work is measured in processor time; the clock on the wall may be slow on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

function read(text: string): { value: Json | undefined; findings: readonly Finding[] } {
  return readYaml(textFile(text), 'recipes/x');
}

function told(text: string): string[] {
  return read(text).findings.map(({ rule, place, message }) => `${place?.line}:${place?.column} ${rule} ${message}`);
}

/** What test/swarm/stack-config.test.ts sees the docker CLI make of them. */
describe('scalars are what Docker makes of them', () => {
  test.each<[string, Json]>([
    ['yes', 'yes'],
    ['on', 'on'],
    ['TRUE', true],
    ['~', null],
    ['', null],
    ['0440', 288],
    ['0o17', 15],
    ['0x1F', 31],
    ['0b11', 3],
    ['08', 8],
    ['1_000', 1000],
    ['+12', 12],
    ['-0', 0],
    ['1e3', 1000],
    ['.5', 0.5],
    ['1.10', 1.1],
    ['1e400', '1e400'],
    ['.inf', '.inf'],
    ['1:30', '1:30'],
    ['12345678901234567890', '12345678901234567890'],
    ['2027-03-01', '2027-03-01'],
    ['"0440"', '0440'],
    ["'~'", '~'],
    ['!!str 123', '123'],
  ])('%s', (text, value) => {
    expect(read(`a: ${text}\n`)).toEqual({ value: { a: value }, findings: [] });
  });
});

describe('merge keys', () => {
  test('own keys win wherever they stand, the first of several maps wins', () => {
    const text = 'x-a: &a {k: a, l: a}\nx-b: &b {k: b, m: b}\nc: {<<: [*a, *b], l: own}\nd: {l: own, <<: *a}\n';
    expect(read(text).value).toMatchObject({ c: { k: 'a', l: 'own', m: 'b' }, d: { k: 'a', l: 'own' } });
  });
  test('a merged map may itself merge', () => {
    const text = 'x-a: &a {privileged: true}\nx-b: &b {<<: *a}\napp: {<<: *b, image: x}\n';
    expect(read(text).value).toMatchObject({ app: { privileged: true, image: 'x' } });
  });
  test('a quoted "<<" is a key like any other', () => {
    expect(read('a: {"<<": {b: 1}}').value).toEqual({ a: { '<<': { b: 1 } } });
  });
  test('merging something else than a mapping is refused', () => {
    expect(told('a:\n  <<: [1]\n')).toEqual(['2:3 yaml-syntax Merge key "<<" needs a mapping or a list of mappings']);
  });
});

describe('every hostile document has its rule, its place and no value', () => {
  const aliasBomb = [
    'a0: &a0 [x, x, x, x, x, x, x, x, x]',
    ...[1, 2, 3, 4, 5].map(
      (n) =>
        `a${n}: &a${n} [${Array(9)
          .fill(`*a${n - 1}`)
          .join(', ')}]`,
    ),
  ].join('\n');
  test.each([
    ['alias bomb', aliasBomb, '1:1 yaml-limits Its aliases expand to more than 50000 values'],
    [
      '51 aliases',
      `a: &a 1\nb: [${Array(51).fill('*a').join(', ')}]`,
      '2:205 yaml-limits The file has more than 50 aliases',
    ],
    [
      '20 000 open brackets',
      `a: ${'['.repeat(20_000)}`,
      '1:516 yaml-limits Collections are nested more than 64 levels deep',
    ],
    ['20 000 dashes', '- '.repeat(20_000), '1:1025 yaml-limits Collections are nested more than 64 levels deep'],
    [
      '65 levels',
      `${'['.repeat(65)}${']'.repeat(65)}`,
      '1:65 yaml-limits Collections are nested more than 64 levels deep',
    ],
    ['aliases that nest each other', nestedAliases(), '1:1 yaml-limits Its aliases expand to more than 64 levels'],
    [
      '200 000 keys',
      Array.from({ length: 200_000 }, (_, n) => `k${n}: v`).join('\n'),
      '1:1 yaml-limits The file is larger than 131072 bytes',
    ],
    ['a scalar of 5 MB', `a: ${'x'.repeat(5_000_000)}`, '1:1 yaml-limits The file is larger than 131072 bytes'],
    ['an anchor inside itself', 'a: &a [*a]', '1:8 yaml-syntax Alias "*a" has no anchor before it'],
    ['valueOf', 'a: {"value\\u004ff": 1}', '1:5 yaml-limits Key "valueOf" is not allowed'],
    ['__proto__', 'a:\n  __proto__: {b: 1}', '2:3 yaml-limits Key "__proto__" is not allowed'],
    ['a constructor', 'constructor: 1', '1:1 yaml-limits Key "constructor" is not allowed'],
    ['a custom tag', 'a: !!js/function "x"', '1:18 yaml-limits Tag "tag:yaml.org,2002:js/function" is not allowed'],
    ['two documents', 'a: 1\n---\nb: 2\n', '2:1 yaml-limits The file holds 2 YAML documents'],
    ['NUL', 'a: b\0c', '1:5 yaml-syntax There is a hidden control character, U+0000'],
    ['bidi', 'a: b\u202Ec', '1:5 yaml-syntax There is a hidden bidirectional control, U+202E'],
    ['zero width', 'a:\n  - b\u200Bc', '2:6 yaml-syntax There is a hidden invisible character, U+200B'],
    ['no YAML', 'a: [1, 2\nb: {{ x }}', '2:1 yaml-syntax'],
    ['a number as key', 'a:\n  80: b', '2:3 yaml-syntax Key "80" is not a string'],
    ['a list as key', '? [a]\n: b', '1:3 yaml-syntax A key is not a string'],
  ])('%s', async (_name, text, expected) => {
    expect(await cpuMs(() => read(text))).toBeLessThan(500);
    expect(told(text)[0]).toContain(expected);
    expect(read(text).value).toBeUndefined();
  });

  test('bytes that are not UTF-8', () => {
    const { findings, value } = readYaml(recipeFile('compose.yml', Buffer.from([0x61, 0xff]), false), 'recipes/x');
    expect(findings[0]).toMatchObject({ rule: 'yaml-syntax', message: 'The file is not UTF-8 text' });
    expect(value).toBeUndefined();
  });
});

/** Each of 40 anchors holds the one before it three levels deeper: 120 levels of 40 aliases. */
function nestedAliases(): string {
  const lines = Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [[[*a${n}]]]`);
  return ['a0: &a0 x', ...lines].join('\n');
}

describe('what Docker tolerates is told and still read', () => {
  test('a duplicate key is an error, the last is kept', () => {
    expect(told('a: 1\nb: 2\na: 3\n')).toEqual(['3:1 yaml-duplicate-key Key "a" stands there twice']);
    expect(read('a: 1\nb: 2\na: 3\n').value).toEqual({ a: 3, b: 2 });
  });
  test('a byte order mark and CR LF are warnings', () => {
    const { value, findings } = read('\uFEFFa: 1\r\nb: 2\r\n');
    expect(value).toEqual({ a: 1, b: 2 });
    expect(findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([
      'warning yaml-syntax',
      'warning yaml-syntax',
    ]);
  });
});

test('a wide document of the largest size is read in linear time', async () => {
  const keys = Array.from({ length: 14_000 }, (_, n) => `k${n}: 1`).join('\n');
  expect(await cpuMs(() => read(keys))).toBeLessThan(3000);
  expect(Object.keys(read(keys).value as object)).toHaveLength(14_000);
});

test('no mutation of a document throws or hangs', () => {
  const source =
    'x-a: &a\n  image: "b:1"\nservices:\n  app:\n    <<: *a\n    ports: [{target: 80}, "81:80"]\n    command: |\n      x\n';
  const spice = [
    '[',
    '{',
    '&a ',
    '*a',
    '<<: ',
    '\n',
    '\t',
    '- ',
    ': ',
    '"',
    "'",
    '!',
    '|',
    '#',
    '?',
    '%',
    '\0',
    '\u2028',
    '---\n',
    '@',
  ];
  let seed = 42;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  for (let round = 0; round < 1000; round++) {
    let text = source;
    for (let change = 0; change < 3; change++) {
      const at = random(text.length);
      text = text.slice(0, at) + spice[random(spice.length)] + text.slice(at + random(4));
    }
    const { value, findings } = read(text);
    expect(value !== undefined || findings.length > 0).toBe(true);
    for (const { place } of findings) expect(place?.line).toBeGreaterThan(0);
  }
});
