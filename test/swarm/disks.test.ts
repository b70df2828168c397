import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, statfs, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweepDisks } from '../../scripts/lib/engine/disks.ts';
import { type LocalOptions, localProvider } from '../../scripts/lib/engine/local.ts';
import { storeFolder } from '../../scripts/lib/engine/paths.ts';
import type { ImageResult } from '../../scripts/lib/types.ts';
import { BASE, engineIds, openTestCache } from './engine-setup.ts';

const signal = new AbortController().signal;
let setup: Awaited<ReturnType<typeof openTestCache>>;
let images: readonly ImageResult[];

beforeAll(async () => {
  setup = await openTestCache();
  const { reference, digest } = setup.base;
  await execa('cp', ['-al', `${setup.base.store}/.`, storeFolder(setup.cache, 'images')]);
  images = [{ reference, digest, services: ['app'], available: true, source: 'store', sizeBytes: 0, notes: [] }];
});
afterAll(async () => {
  await setup[Symbol.asyncDispose]();
});

async function startAnother(onProgress: (what: string) => void = () => undefined) {
  return await localProvider({ cache: setup.cache }).start({ images, signal, onProgress });
}

async function freeBytes(): Promise<number> {
  const { bavail, bsize } = await statfs(setup.cache);
  return bavail * bsize;
}

async function disks(): Promise<readonly string[]> {
  return await readdir(join(setup.cache, 'disks')).catch(() => []);
}

test('images are unpacked once; every engine starts with a copy that nobody else sees', async () => {
  const said: string[] = [];
  await using first = await startAnother((what) => said.push(what));
  await using second = await startAnother((what) => said.push(what));
  expect(said).toEqual(['unpacking images']);
  const has = `docker image inspect --format '{{index .RepoDigests 0}}' debian@${setup.base.digest}`;
  for (const engine of [first, second]) {
    expect((await engine.run(has, { cwd: '/', signal })).output).toBe(`debian@${setup.base.digest}\n`);
    expect(engine.facts.limits).not.toContainEqual(expect.stringContaining('disk of its own'));
  }
  await first.run('docker volume create mine', { cwd: '/', signal });
  expect((await second.run('docker volume ls -q', { cwd: '/', signal })).output).toBe('');
  await using third = await startAnother();
  expect((await third.run('docker volume ls -q', { cwd: '/', signal })).output).toBe('');
  const ids = await Promise.all([first, third].map(({ docker }) => docker.info().then(({ ID }) => ID)));
  expect(new Set(ids).size).toBe(2);
});

test('a recipe that fills its disk fills nobody else’s', async () => {
  await using engine = await startAnother();
  const fill = `docker run --rm ${BASE}@${setup.base.digest} fallocate --length 64G /full`;
  const before = await freeBytes();
  expect(await engine.run(fill, { cwd: '/', signal })).toMatchObject({
    exitCode: 1,
    output: expect.stringContaining('No space left on device'),
  });
  expect(before - (await freeBytes())).toBeLessThan(1024 ** 3);
});

test('an interrupted unpacking leaves neither an engine nor half a disk', async () => {
  await rm(join(setup.cache, 'disks'), { recursive: true, force: true });
  const interrupted = new AbortController();
  const options: LocalOptions = {
    cache: setup.cache,
    onPhase: (phase) => phase === 'ready' && setTimeout(() => interrupted.abort(new Error('enough')), 300),
  };
  await expect(localProvider(options).start({ images, signal: interrupted.signal })).rejects.toThrow('enough');
  expect(await engineIds(setup.cache)).toEqual([]);
  expect(await disks()).toEqual([]);
});

test('the disks used longest ago go first', async () => {
  const folder = join(setup.cache, 'disks');
  await mkdir(folder, { recursive: true });
  for (const [name, day] of [
    ['old', 1],
    ['new', 3],
    ['middle', 2],
  ] as const) {
    await writeFile(join(folder, name), Buffer.alloc(1024 * 1024, 1));
    await truncate(join(folder, name), 1024 ** 3);
    await utimes(join(folder, name), new Date(2026, 0, day), new Date(2026, 0, day));
  }
  await sweepDisks(setup.cache, 2.5 * 1024 * 1024);
  expect(['old', 'middle', 'new'].filter((name) => existsSync(join(folder, name)))).toEqual(['middle', 'new']);
});
