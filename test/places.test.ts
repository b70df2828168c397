import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openPlaces, UNKNOWN_MS } from '../scripts/lib/places.ts';

test('no more run at once than there are places, whoever asks', async () => {
  const places = openPlaces(2);
  let running = 0;
  let most = 0;
  const work = async (answer: number) => {
    most = Math.max(most, ++running);
    await sleep(5);
    running--;
    return answer;
  };
  expect(await Promise.all([1, 2, 3, 4].map((each) => places.take(each, () => work(each))))).toEqual([1, 2, 3, 4]);
  expect(most).toBe(2);
});

test('of those that wait the longest goes first, what nobody knows before all; equals in their order', async () => {
  const places = openPlaces(1);
  const order: string[] = [];
  const take = (name: string, tookMs: number) => places.take(tookMs, async () => void order.push(name));
  await Promise.all([take('short', 10), take('long', 500), take('new', UNKNOWN_MS), take('long too', 500)]);
  expect(order).toEqual(['new', 'long', 'long too', 'short']);
});

test('a place is free again after a fault, which only its own asker meets', async () => {
  const places = openPlaces(1);
  await expect(places.take(1, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
  expect(await places.take(1, async () => 'free')).toBe('free');
});
