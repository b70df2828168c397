import { expect, test } from 'vitest';
import { shardOf } from '../../scripts/lib/check/shard.ts';

const NAMES = ['wiki', 'cal', 'forge', 'notes', 'chat'];

test.each([1, 2, 3, 5, 9])('%i shards hold every recipe once and differ by one at most', (count) => {
  const shards = Array.from({ length: count }, (_, index) => shardOf(NAMES, `${index + 1}/${count}`));
  expect(shards.flat().toSorted()).toEqual(NAMES.toSorted());
  const sizes = shards.map(({ length }) => length);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(2);
});

test('the order in which they are named makes no difference', () => {
  expect(shardOf(NAMES.toReversed(), '2/3')).toEqual(shardOf(NAMES, '2/3'));
});

test.each(['0/3', '4/3', '1', 'a/b', '1/0', '-1/3', '1/3/3'])('%s is no shard', (part) => {
  expect(() => shardOf(NAMES, part)).toThrow('is no part of a whole');
});
