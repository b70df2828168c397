import { expect, test } from 'vitest';
import { MOST_SLOWDOWN, slowdown, slowdownOf } from '../../scripts/lib/trial/machine.ts';

test.each([
  ['an idle machine', 1200, 0.1, 2, 1],
  ['an engine that took twice as long', 4800, 0.1, 2, 2],
  ['three processes for each processor', 1200, 6, 2, 3],
  ['the worse of both', 4800, 6, 2, 3],
  ['a machine that does nothing any more', 1_000_000, 900, 2, MOST_SLOWDOWN],
])('%s', (_name, startMs, load, processors, expected) => {
  expect(slowdownOf({ startMs }, load, processors)).toBe(expected);
});

test('here and now it is a number', () => {
  expect(slowdown({ startMs: 0 })).toBeGreaterThanOrEqual(1);
});
