import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLocalEngine } from '../../scripts/lib/engine/local.ts';
import { storeFolder } from '../../scripts/lib/engine/paths.ts';
import { reap } from '../../scripts/lib/engine/reaper.ts';
import type { ServedImage } from '../../scripts/lib/engine/registry-view.ts';
import { engineIds, engineProcesses, makeTinyImage, newTestCache, startOwner, traces } from './engine-setup.ts';

let cache: string;
let tiny: ServedImage;
beforeAll(async () => {
  cache = await newTestCache();
  tiny = await makeTinyImage(storeFolder(cache, 'images'));
});
afterAll(() => rm(cache, { recursive: true, force: true }));

test.each([
  ['namespaces', 0],
  ['namespaces', 30],
  ['daemon', 100],
  ['swarm', 200],
  ['serving', 0],
  ['removing', 10],
])('kill -9 while "%s" (+%d ms): the engine ends with its owner, the next run reaps the rest', async (phase, delay) => {
  const owner = await startOwner(cache, tiny, phase);
  const [id = ''] = await engineIds(cache);
  await sleep(delay);
  const ended = once(owner, 'exit');
  owner.kill('SIGKILL');
  await ended;
  await expect.poll(() => engineProcesses(cache, id), { timeout: 10_000 }).toEqual([]);
  await reap(cache);
  expect(id).toMatch(/^[0-9a-f]{8}$/);
  expect(await traces(cache, id)).toEqual([]);
});

test('the reaper of a second run leaves a living engine alone', async () => {
  const signal = new AbortController().signal;
  await using engine = await startLocalEngine({ cache: cache, served: [], signal });
  const owner = await startOwner(cache, tiny, 'ready');
  expect(await reap(cache)).toEqual([]);
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  expect(await reap(cache)).toHaveLength(1);
  expect((await engine.run('docker node ls', { cwd: '/', signal })).exitCode).toBe(0);
});

test("a terminal's Ctrl-C reaches us but not the engine: it is removed in order, and quickly", async () => {
  const owner = await startOwner(cache, tiny, 'serving');
  const [id = ''] = await engineIds(cache);
  const started = performance.now();
  if (owner.pid !== undefined) process.kill(-owner.pid, 'SIGINT');
  const [code] = await once(owner, 'exit');
  expect(code).toBe(130);
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(await traces(cache, id)).toEqual([]);
});
