/** The same for longer, by chance: npm run fuzz -- --seconds 600 */
import { describe, expect, test } from 'vitest';
import { attempt } from '../fuzz/attempt.ts';
import { fuzz } from '../fuzz/fuzz.ts';
import { HEAVY, heavyInput, makeInput } from '../fuzz/inputs.ts';
import { makeRandom } from '../fuzz/random.ts';
import { readReal } from '../fuzz/real.ts';

/** Not by chance: a suite that is red on Tuesdays is no suite. */
const SEED = 20_260_101;
const SECONDS = 4;

test(`inputs from seed ${SEED} on break nothing`, async () => {
  const { tried, faults } = await fuzz({ seed: SEED, seconds: SECONDS });
  const told = faults.map(({ seed, kind, what }) => `npm run fuzz -- --seed ${seed} --count 1: ${kind}: ${what}`);
  expect(told).toEqual([]);
  expect(tried).toBeGreaterThan(10);
}, 90_000);

describe('the cost grows with the input, not faster', () => {
  test.each(HEAVY.map((each) => [each[0], each] as const))(
    '%s',
    (_, each) => {
      const cost = (bytes: number) => attempt(heavyInput(each, bytes, makeRandom(SEED))).cpuMs;
      // What is quadratic takes four times as long; what costs nearly nothing varies by more than that.
      const grows = () => cost(30_000) < 3.2 * cost(15_000) + 60;
      expect(grows() || grows() || grows()).toBe(true);
    },
    60_000,
  );
});

describe('the search itself', () => {
  test('makes the same input of the same seed', () => {
    const real = readReal();
    for (let seed = 1; seed < 50; seed++) {
      expect(makeInput(makeRandom(seed), real)).toEqual(makeInput(makeRandom(seed), real));
    }
  });

  test('sees a prototype that was changed, and nothing wrong with an empty folder', () => {
    expect(attempt(new Map()).faults).toEqual([]);
    Object.defineProperty(Object.prototype, 'polluted', { value: true, configurable: true });
    try {
      expect(attempt(new Map()).faults.join()).toContain('a prototype that everybody shares was changed');
    } finally {
      Reflect.deleteProperty(Object.prototype, 'polluted');
    }
  });
});
