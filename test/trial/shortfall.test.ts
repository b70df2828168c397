import { expect, test } from 'vitest';
import type { Canary } from '../../scripts/lib/trial/canary/canary.ts';
import { shortfallOf } from '../../scripts/lib/trial/canary/shortfall.ts';

const canary: Canary = { kind: 'volume', where: 'volume x_data: a file', look: async () => null };
const nothing = { canaries: [], unplanted: [], spared: [], refused: null };

test.each([
  ['a canary in what keeps data', { ...nothing, canaries: [canary] }, { volumes: ['x_data'], caches: [] }],
  ['no volume at all', nothing, { volumes: [], caches: [] }],
  ['nothing but caches', nothing, { volumes: ['x_cache'], caches: ['x_cache'] }],
])('%s is enough', (_name, planted, plan) => {
  expect(shortfallOf(planted, plan)).toBeNull();
});

test('one store that took no canary is one too many, whatever else did', () => {
  const planted = { ...nothing, canaries: [canary], unplanted: ['db: MariaDB: the container has no client'] };
  expect(shortfallOf(planted, { volumes: ['x_data'], caches: [] })).toEqual({
    status: 'unverified',
    reason: 'no canary could be planted: db: MariaDB: the container has no client',
  });
});

test('a volume that keeps data and no canary anywhere proves nothing', () => {
  expect(shortfallOf(nothing, { volumes: ['x_cache', 'x_data'], caches: ['x_cache'] })).toEqual({
    status: 'unverified',
    reason: 'nothing was planted anywhere, and volume x_data is there to keep data',
  });
});

test('what the recipe itself could not plant is its fault', () => {
  const planted = { ...nothing, canaries: [canary], refused: 'trial.seed.0 in "app" failed: no such command.' };
  expect(shortfallOf(planted, { volumes: ['x_data'], caches: [] })).toEqual({
    status: 'fail',
    reason: 'trial.seed.0 in "app" failed: no such command.',
  });
});
