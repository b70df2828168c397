import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { sideBySide } from '../scripts/lib/side-by-side.ts';

test('results come in the order of the items, and no more run at once than may', async () => {
  let running = 0;
  let most = 0;
  const results = await sideBySide([30, 10, 20, 5], 2, async (milliseconds) => {
    most = Math.max(most, ++running);
    await sleep(milliseconds);
    running--;
    return milliseconds * 2;
  });
  expect(results).toEqual([60, 20, 40, 10]);
  expect(most).toBe(2);
});

test('after a fault nothing new begins, and what runs ends first', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const work = async (item: number) => {
    begun.push(item);
    await sleep(item === 1 ? 1 : 20);
    if (item === 1) throw new Error('one');
    ended.push(item);
  };
  await expect(sideBySide([1, 2, 3, 4], 2, work)).rejects.toThrow('one');
  expect(begun).toEqual([1, 2]);
  expect(ended).toEqual([2]);
});

test('nothing to do is done', async () => {
  expect(await sideBySide([], 4, async () => 1)).toEqual([]);
});
