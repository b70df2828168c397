import { describe, expect, test, vi } from 'vitest';
import { interpolate, interpolateCompose, variablesIn } from '../../scripts/lib/recipe/interpolate.ts';
import cases from '../fixtures/recipe/interpolation.json' with { type: 'json' };
import { cpuMs } from './cpu.ts';

/** Work is measured in processor time; the clock on the wall may be slow on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

const env = { A: 'a', EMPTY: '', DOMAIN: 'wiki.test' };

/** Pairs of a text and what it becomes; test/swarm/stack-config.test.ts gives them to the docker CLI as well. */
test.each(cases as [string, string][])('%s becomes %j', (text, value) => {
  expect(interpolate(text, env)).toMatchObject({ value, errors: [] });
});

test.each([
  ['${A:+x}', '"${A:+x}" is no variable that docker stack deploy understands'],
  ['$(id)', '"$(id)" is no variable that docker stack deploy understands'],
  ['$1', '"$1" is no variable that docker stack deploy understands'],
  ['a$', '"$" is no variable that docker stack deploy understands'],
  ['${A', '"${A" is no variable that docker stack deploy understands'],
  ['${A:-b', '"${A:-b" is no variable that docker stack deploy understands'],
  ['${}', '"${}" is no variable that docker stack deploy understands'],
  ['${A b}', '"${A b}" is no variable that docker stack deploy understands'],
  ['${NONE:?say it}', 'Variable "NONE" is required: say it'],
  ['${EMPTY:?say it}', 'Variable "EMPTY" is required: say it'],
  ['${NONE?}', 'Variable "NONE" is required'],
])('%s is an error', (text, error) => {
  expect(interpolate(text, env).errors).toEqual([error]);
});

describe('a document', () => {
  const compose = {
    services: { app: { image: 'x:${TAG}', replicas: 2, labels: ['a=${A}', '${A:+x}'], '${A}': null } },
    'x-note': '${NONE:-n}',
  };
  test('is filled in everywhere but in keys, and tells what is missing where', () => {
    expect(interpolateCompose(compose, env)).toEqual({
      value: {
        services: { app: { image: 'x:', replicas: 2, labels: ['a=a', '{A:+x}'], '${A}': null } },
        'x-note': 'n',
      },
      missing: [{ name: 'TAG', path: ['services', 'app', 'image'] }],
      errors: [
        {
          message: '"${A:+x}" is no variable that docker stack deploy understands',
          path: ['services', 'app', 'labels', 1],
          isRefused: true,
        },
      ],
    });
  });
  test('names its variables', () => {
    expect(variablesIn(compose)).toEqual([
      { name: 'TAG', path: ['services', 'app', 'image'], default: null, required: false },
      { name: 'A', path: ['services', 'app', 'labels', 0], default: null, required: false },
      { name: 'NONE', path: ['x-note'], default: 'n', required: false },
    ]);
  });
});

test('names of the prototype are no variables', () => {
  expect(interpolate('${constructor}', {}).missing).toEqual(['constructor']);
});

test('a long text without an end takes no time', async () => {
  const text = '${a-'.repeat(30_000);
  expect(await cpuMs(() => interpolate(text, {}))).toBeLessThan(1000);
  expect(interpolate(text, {}).errors).toHaveLength(30_000);
});
