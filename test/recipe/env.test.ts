import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test, vi } from 'vitest';
import { parseEnvSample, sampleValues } from '../../scripts/lib/recipe/env.ts';
import { formatEnv } from '../../scripts/lib/recipe/env-text.ts';
import { cpuMs } from './cpu.ts';
import { textFile } from './files.ts';

/** Work is measured in processor time; the clock on the wall may be slow on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

function parse(text: string): ReturnType<typeof parseEnvSample> {
  return parseEnvSample(textFile(text, '.env.sample'), 'recipes/x');
}

function told(text: string): string[] {
  return parse(text).findings.map(({ place, rule, message }) => `${place?.line}:${place?.column} ${rule} ${message}`);
}

describe('settings', () => {
  test('uncommented ones are required, commented ones optional, comments describe', () => {
    const { settings, findings } = parse(
      'TYPE=wiki\n\n# Where it is found.\n# No https://.\nDOMAIN=wiki.example.org\n#\n# Seconds.\n#TIMEOUT=300 # at least 60\nexport A=b\n',
    );
    expect(findings).toEqual([]);
    expect(settings).toEqual([
      { name: 'TYPE', value: 'wiki', required: true, description: '', line: 1 },
      {
        name: 'DOMAIN',
        value: 'wiki.example.org',
        required: true,
        description: 'Where it is found.\nNo https://.',
        line: 5,
      },
      { name: 'TIMEOUT', value: '300', required: false, description: 'Seconds.\nat least 60', line: 8 },
      { name: 'A', value: 'b', required: true, description: '', line: 9 },
    ]);
  });

  test('a comment apart from the setting is not its description', () => {
    expect(parse('# Licence: MIT\n\nA=1\n').settings[0]?.description).toBe('');
  });

  test('prose that looks like a setting is a comment', () => {
    expect(parse('# MODE=fast is (much) better\nMODE=slow\n')).toMatchObject({
      settings: [{ name: 'MODE', value: 'slow', description: 'MODE=fast is (much) better' }],
      findings: [],
    });
  });

  test.each([
    ["A='x $(id) `id` \"'", 'x $(id) `id` "'],
    ['A="x \\"y\\" \\$z"', 'x "y" $z'],
    ['A=', ''],
    ['A=a#b', 'a#b'],
    ["A=', `www.example.com`'", ', `www.example.com`'],
  ])('value of %s', (text, value) => {
    expect(parse(text)).toMatchObject({ settings: [{ value }], findings: [] });
  });

  test('COMPOSE_FILE may append to itself; only required settings give values', () => {
    const { settings, findings } = parse(
      'COMPOSE_FILE=compose.yml\nCOMPOSE_FILE="$COMPOSE_FILE:compose.mail.yml"\n#COMPOSE_FILE="${COMPOSE_FILE}:compose.oidc.yml"\n',
    );
    expect(findings).toEqual([]);
    expect(settings.at(-1)?.value).toBe('compose.yml:compose.mail.yml:compose.oidc.yml');
    expect(sampleValues(settings)).toEqual({ COMPOSE_FILE: 'compose.yml:compose.mail.yml' });
  });

  test('hints tell how a secret is made, above or behind, and are no description', () => {
    const { settings, hints } = parse(
      '# For the database.\n# length=64 charset=hex\nSECRET_DB_VERSION=v1\nSECRET_KEY_VERSION=v2 # generate=false\n',
    );
    expect(settings.map(({ description }) => description)).toEqual(['For the database.', '']);
    expect(hints).toEqual({
      SECRET_DB_VERSION: { length: 64, charset: 'hex', generate: true },
      SECRET_KEY_VERSION: { length: 32, charset: 'default', generate: false },
    });
  });
});

test.each([
  ['A=$(id)', '1:3 env-file-syntax A shell would interpret "$" in this value'],
  ['A="$(id)"', '1:4 env-file-syntax A shell would interpret "$" in this value'],
  ['A=`id`', '1:3 env-file-syntax A shell would interpret a back-quote in this value'],
  ['A=b c', '1:4 env-file-syntax A shell would not read "c" as part of the value'],
  ['A=b;id', '1:4 env-file-syntax A shell would interpret ";" in this value'],
  ['A=b&&id', '1:4 env-file-syntax A shell would interpret "&" in this value'],
  ['A=b>/etc/passwd', '1:4 env-file-syntax A shell would interpret ">" in this value'],
  ["A='b' c", '1:6 env-file-syntax A shell would not read "c" as part of the value'],
  ["A='b", '1:3 env-file-syntax The quote is not closed on this line'],
  ['A="b', '1:3 env-file-syntax The quote is not closed on this line'],
  ['A=~/x', '1:3 env-file-syntax A shell would interpret "~" in this value'],
  ['A=b\\', '1:4 env-file-syntax A shell would interpret "\\" in this value'],
  ['id', '1:1 env-file-syntax Line "id" is not a setting'],
  ['A = b', '1:1 env-file-syntax Line "A = b" is not a setting'],
  ['. /etc/profile', '1:1 env-file-syntax Line ". /etc/profile" is not a setting'],
  ['#A=$(id)', '1:4 env-file-syntax A shell would interpret "$" in this value'],
  ['PATH=/tmp', '1:1 env-file-syntax Setting "PATH" would steer the hoster\'s shell or Docker client'],
  ['export LD_PRELOAD=x', '1:8 env-file-syntax Setting "LD_PRELOAD" would steer the hoster\'s shell or Docker client'],
  [
    'DOCKER_HOST=tcp://evil',
    '1:1 env-file-syntax Setting "DOCKER_HOST" would steer the hoster\'s shell or Docker client',
  ],
  ['A=$B', '1:1 env-file-syntax "A" refers to "$B", which is not set above it'],
  ['A=1\nA=2', '2:1 env-file-syntax "A" is set twice'],
  ['A=b\r\nB=c\r', '1:4 env-file-syntax Lines end in CR LF'],
  ['A=b\u202Ec', '1:4 env-file-syntax There is a hidden bidirectional control, U+202E'],
  ['# length=abc\nA=1', '2:1 env-file-syntax Hint "length=abc" is not understood'],
  ['# charset=emoji\nA=1', '2:1 env-file-syntax Hint "charset=emoji" is not understood'],
])('%j is told', (text, expected) => {
  expect(told(text)).toEqual([expected]);
});

test('a shell reads back exactly what was written, and runs nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'env-'));
  const values = {
    PLAIN: 'a',
    EMPTY: '',
    QUOTES: `'"'"''`,
    SUBSHELL: `$(touch ${folder}/pwned) \`touch ${folder}/pwned\``,
    BREAKOUT: `'; touch ${folder}/pwned; '`,
    VARIABLES: "$HOME ${PATH} $$ !! \\ \\n \\'",
    LINES: 'a\nb\n\n# c\n',
    UNICODE: 'ß→😀',
    GLOBS: '* ? [a-z] ~ {a,b}',
  };
  try {
    await writeFile(join(folder, '.env'), formatEnv(values));
    const script = 'set -a; . ./.env; set +a; exec node -p "JSON.stringify(process.env)"';
    const { stdout } = await execa('sh', ['-euc', script], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject(values);
    await expect(execa('ls', [join(folder, 'pwned')])).rejects.toThrow('No such file');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('values that double with every line end', () => {
  const { settings, findings } = parse(`A=${'x'.repeat(1000)}\n${'A="$A$A"\n'.repeat(60)}`);
  expect(findings[0]?.message).toBe('"A" is longer than 4096 characters');
  expect(Math.max(...settings.map(({ value }) => value.length))).toBeLessThan(4097);
});

test('a large file of faults takes no time and tells the first fifty', async () => {
  const text = 'a b\nA=1\nB="$A"\n'.repeat(20_000);
  expect(await cpuMs(() => parse(text))).toBeLessThan(3000);
  expect(parse(text).findings).toHaveLength(50);
});

test('what no shell can carry is refused', () => {
  expect(() => formatEnv({ 'a;id': 'x' })).toThrow('is not a name');
  expect(() => formatEnv({ A: 'x\0y' })).toThrow('NUL');
});
