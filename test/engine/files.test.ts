import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf, hasBlob, moveBlob, putBlob } from '../../scripts/lib/engine/blobs.ts';
import { contextDigest } from '../../scripts/lib/engine/context.ts';
import { takeLock } from '../../scripts/lib/engine/lock.ts';
import { withProgress } from '../../scripts/lib/engine/progress.ts';
import { type Provenance, readProvenance, sweepStore, writeProvenance } from '../../scripts/lib/engine/provenance.ts';
import { parseReference } from '../../scripts/lib/engine/reference.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

const never = new AbortController().signal;

test('a build folder has the same digest until a name, a content, a link or an executable bit changes', async () => {
  await mkdir(join(folder, 'conf'));
  await writeFile(join(folder, 'Dockerfile'), 'FROM debian:bookworm-slim\n');
  await writeFile(join(folder, 'conf/a'), 'a');
  const seen = [await contextDigest(folder)];
  expect(await contextDigest(folder)).toBe(seen[0]);
  for (const change of [
    () => writeFile(join(folder, 'conf/a'), 'b'),
    () => chmod(join(folder, 'conf/a'), 0o755),
    () => symlink('a', join(folder, 'conf/b')),
    () => mkdir(join(folder, 'empty')),
  ]) {
    await change();
    seen.push(await contextDigest(folder));
  }
  expect(new Set(seen).size).toBe(5);
});

test('content that is not what its digest says does not enter the store', async () => {
  await writeFile(join(folder, 'file'), 'forged');
  const digest = digestOf(Buffer.from('real'));
  await expect(moveBlob(folder, join(folder, 'file'), digest)).rejects.toThrow(`content of ${digest} is sha256:`);
  expect(await hasBlob(folder, digest)).toBe(false);
});

/** An image of one layer in the store. */
async function storeImage(name: string, content: string): Promise<Provenance> {
  const config = await putBlob(folder, Buffer.from(`config ${content}`));
  const layer = await putBlob(folder, Buffer.from(`layer ${content}`));
  const manifest = { schemaVersion: 2, config: { digest: config, size: 1 }, layers: [{ digest: layer, size: 1 }] };
  const digest = await putBlob(folder, Buffer.from(JSON.stringify(manifest)));
  const provenance: Provenance = {
    reference: name,
    digest,
    sizeBytes: 2,
    origin: 'pull',
    context: null,
    notes: [],
    madeAt: '2026-01-01T00:00:00Z',
  };
  await writeProvenance(folder, parseReference(name), provenance);
  return provenance;
}

test('equal names on two hosts are two images, and a lost layer makes none', async () => {
  const one = await storeImage('ghcr.io/a/b:1', 'one');
  const two = await storeImage('quay.io/a/b:1', 'two');
  expect((await readProvenance(folder, parseReference('ghcr.io/a/b:1')))?.digest).toBe(one.digest);
  expect((await readProvenance(folder, parseReference('quay.io/a/b:1')))?.digest).toBe(two.digest);
  await rm(join(folder, 'blobs', digestOf(Buffer.from('layer one')).slice(7)));
  expect(await readProvenance(folder, parseReference('ghcr.io/a/b:1'))).toBeNull();
});

test('what a replaced image left is swept, once nobody can still be at it', async () => {
  await storeImage('ghcr.io/a/b:1', 'old');
  await storeImage('ghcr.io/a/b:1', 'new');
  await sweepStore(folder, 60_000);
  expect(await readdir(join(folder, 'blobs'))).toHaveLength(6);
  await sweepStore(folder, -1);
  expect(await readdir(join(folder, 'blobs'))).toHaveLength(3);
  expect(await readProvenance(folder, parseReference('ghcr.io/a/b:1'))).not.toBeNull();
});

test('one at a time works on an image', async () => {
  const order: string[] = [];
  const first = await takeLock(folder, 'image', never);
  const second = takeLock(folder, 'image', never).then((lock) => {
    order.push('second begins');
    return lock;
  });
  await using _other = await takeLock(folder, 'another image', never);
  order.push('first ends');
  await first[Symbol.asyncDispose]();
  await (await second)[Symbol.asyncDispose]();
  expect(order).toEqual(['first ends', 'second begins']);
});

test('the lock of a killed process holds nobody up', async () => {
  const program = `import { takeLock } from './scripts/lib/engine/lock.ts';
    await takeLock(process.argv[1], 'image', new AbortController().signal);
    console.log('held');
    setInterval(() => undefined, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  await expect(takeLock(folder, 'image', AbortSignal.timeout(100))).rejects.toThrow('timeout');
  holder.kill('SIGKILL');
  await using _lock = await takeLock(folder, 'image', AbortSignal.timeout(5_000));
});

test('waiting for a lock ends when the run is interrupted', async () => {
  await using _lock = await takeLock(folder, 'image', never);
  await expect(takeLock(folder, 'image', AbortSignal.timeout(50))).rejects.toThrow('timeout');
});

test('progress tells what is being done and how long it took', async () => {
  const lines: string[] = [];
  await withProgress(
    'building x:1',
    (line) => lines.push(line),
    async () => undefined,
  );
  expect(lines).toEqual(['building x:1 …', 'building x:1 … 0 s']);
});
