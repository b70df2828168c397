import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test, vi } from 'vitest';
import { composeProblems } from '../../scripts/lib/recipe/compose-schema.ts';
import { metadataProblems } from '../../scripts/lib/recipe/metadata.ts';
import { recipeSchema } from '../../scripts/lib/recipe/schema.ts';
import { validatorSource } from '../../scripts/lib/recipe/schema-compile.ts';
import type { Json } from '../../scripts/lib/types.ts';

/** Work is measured in processor time; the clock on the wall may be slow on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

const require = createRequire(import.meta.url);
const composeSchema = join(dirname(require.resolve('dclint/package.json')), 'schemas/compose.schema.json');

test('the generated validators are fresh: run npm run generate', async () => {
  const expected = validatorSource(JSON.parse(await readFile(composeSchema, 'utf8')));
  const committed = await readFile(join(import.meta.dirname, '../../scripts/lib/recipe/validators.js'), 'utf8');
  expect(committed === expected).toBe(true);
});

test('the published schema is one any JSON Schema tool accepts', () => {
  expect(new Ajv({ strict: true, formats: { uri: true, date: true } }).validateSchema(recipeSchema)).toBe(true);
});

function inApp(service: Json): Json {
  return { services: { app: service } };
}

describe('the compose specification', () => {
  test.each<[string, Json]>([
    ['both forms of labels', inApp({ image: 'a', labels: ['a=b'], deploy: { labels: { a: 1 } } })],
    ['both forms of ports', inApp({ image: 'a', ports: ['80:80', 81, { target: 80, published: '80', mode: 'host' }] })],
    ['keys of today', { name: 'x', services: { app: { image: 'a', develop: {}, use_api_socket: true } } }],
    ['extensions', { 'x-a': 1, services: { app: { image: 'a', 'x-b': 1 } } }],
    ['a network without options', { services: {}, networks: { internal: null } }],
    ['limits', inApp({ image: 'a', deploy: { resources: { limits: { cpus: '0.5', memory: '256M', pids: 100 } } } })],
  ])('accepts %s', (_name, value) => {
    expect(composeProblems(value)).toEqual([]);
  });

  test.each<[string, Json, string, string]>([
    ['a list at the top', [], '', 'The document is a list, not a mapping'],
    ['a version that is a number', { version: 3.8, services: {} }, 'version', '"version" is 3.8, not text'],
    ['a service that is text', inApp('a'), 'services.app', '"services.app" is "a", not a mapping'],
    ['a service without anything', inApp(null), 'services.app', '"services.app" is empty, not a mapping'],
    [
      'a bad port',
      inApp({ ports: [{ target: [] }] }),
      'services.app.ports.0.target',
      '"services.app.ports[0].target" is a list, not a whole number or text',
    ],
    [
      'a bad item in a choice',
      inApp({ command: ['a', 1] }),
      'services.app.command.1',
      '"services.app.command[1]" is 1, not text',
    ],
    ['a key with a slash', inApp({ 'a/b~c': 1 }), 'services.app.a/b~c', 'Key "a/b~c" in "services.app" is unknown'],
    [
      'equal items',
      inApp({ cap_add: ['A', 'A'] }),
      'services.app.cap_add',
      'Items 1 and 2 of "services.app.cap_add" are equal',
    ],
  ])('tells one thing about %s', (_name, value, path, message) => {
    expect(composeProblems(value).map((problem) => [problem.path.join('.'), problem.message])).toEqual([
      [path, message],
    ]);
  });

  test('the first fifty are enough', () => {
    const services = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`s${n}`, { imge: 'a' }]));
    expect(composeProblems({ services })).toHaveLength(50);
  });
});

describe('recipe.yml', () => {
  const good = {
    title: 'T',
    summary: 'S',
    category: 'wiki',
    licence: 'MIT',
    website: 'https://a.org',
    upstream: { repository: 'https://b.org' },
    maintainers: [{ name: 'A', contact: 'a@example.org' }],
  };

  test('what it must say', () => {
    expect(metadataProblems(good)).toEqual([]);
    expect(metadataProblems({})[0]?.message).toBe(
      'The document lacks "title", "summary", "category", "licence", "website", "upstream", "maintainers"',
    );
    expect(metadataProblems(null)[0]?.message).toBe('The document is empty, not a mapping');
  });

  test.each<[string, Json, string, string]>([
    ['a misspelt key', { maintainer: [] }, 'maintainer', 'Remove or rename it. Did you mean "maintainers"?'],
    ['a misspelt licence', { licence: 'AGPL-3.0-or-latr' }, 'licence', 'Did you mean "AGPL-3.0-or-later"?'],
    ['a licence of nobody', { licence: 'do what you want' }, 'licence', 'Write an SPDX identifier or expression'],
    ['a summary that is too long', { summary: 'x'.repeat(121) }, 'summary', 'Keep it to 120.'],
    ['an address that is a script', { website: 'javascript:alert(1)' }, 'website', 'Write a web address such as'],
    ['an address with credentials', { website: 'https://a:b@c.org' }, 'website', 'Remove the part before "@".'],
    [
      'a day that does not exist',
      { waivers: [{ rule: 'a', reason: 'long enough', until: '2027-02-29' }] },
      'waivers.0.until',
      'Write it as YYYY-MM-DD.',
    ],
    [
      'a day of giving up that does not exist',
      { deprecated: { since: '2026-02-30', reason: 'Its project has ended.' } },
      'deprecated.since',
      'Write it as YYYY-MM-DD.',
    ],
    ['a giving up without a reason', { deprecated: { since: '2026-02-03' } }, 'deprecated', 'Add'],
    [
      'a misspelt successor',
      { deprecated: { since: '2026-02-03', reason: 'Its project has ended.', sucessor: 'wiki' } },
      'deprecated.sucessor',
      'Did you mean "successor"?',
    ],
    ['a size in words', { budget: { memory: 'much' } }, 'budget.memory', 'Write a size such as 256M or 1.5G.'],
    ['cpus below zero', { budget: { cpus: -1 } }, 'budget.cpus', 'It must be > 0.'],
    [
      'a path that is none',
      { trial: { probes: [{ path: '//\n', status: 200 }] } },
      'trial.probes.0.path',
      'Start it with "/"',
    ],
    ['a setting in lower case', { trial: { env: { path: 'x' } } }, 'trial.env.path', 'Use capital letters'],
    [
      'a setting that steers the client',
      { trial: { env: { DOCKER_HOST: 'x' } } },
      'trial.env.DOCKER_HOST',
      'Remove it.',
    ],
    [
      'a datagram that nobody sends',
      { trial: { ports: [{ port: 53, protocol: 'udp' }] } },
      'trial.ports.0',
      'Add "send"',
    ],
    [
      'TLS over UDP',
      { trial: { ports: [{ port: 53, protocol: 'udp', tls: true, send: { text: 'a' } }] } },
      'trial.ports.0',
      'Remove "tls".',
    ],
    [
      'half a byte',
      { trial: { ports: [{ port: 53, protocol: 'tcp', send: { hex: 'abc' } }] } },
      'trial.ports.0.send.hex',
      'Write pairs of hexadecimal digits',
    ],
    ['a setting that is a number', { trial: { env: { A: 1 } } }, 'trial.env.A', 'Write text there.'],
  ])('%s is told with its repair', (_name, change, path, help) => {
    const [problem, ...others] = metadataProblems({ ...good, ...(change as object) });
    expect(others).toEqual([]);
    expect(problem?.path.join('.')).toBe(path);
    expect(problem?.help).toContain(help);
  });
});
