/** `scan --update-db`, as it is typed, from a mirror that is a real registry; and from one that is not what it should be. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSocket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { putBlob } from '../../scripts/lib/engine/blobs.ts';
import { CACHE_FOLDER } from '../../scripts/lib/engine/paths.ts';
import { writeRegistryView } from '../../scripts/lib/engine/registry-view.ts';
import { readDatabase } from '../../scripts/lib/scan/database.ts';
import { downloadDatabase } from '../../scripts/lib/scan/download.ts';
import type { ScanError } from '../../scripts/lib/scan/fault.ts';
import { parseRepository } from '../../scripts/lib/scan/repository.ts';
import { findTrivy } from '../../scripts/lib/scan/trivy-binary.ts';
import { type KnownFlaw, writeDatabase } from '../scan/vulnerability-db.ts';
import { openTestCache } from './engine-setup.ts';

const TRIVY = process.env.TRIVY || join(CACHE_FOLDER, 'trivy/trivy');
const FLAW: KnownFlaw = { id: 'CVE-2026-1001', severity: 'LOW', source: 'debian 12', package: 'a', fixedIn: '2.0' };
const OLD = new Date('2026-06-01T00:00:00Z');
const NEW = new Date('2026-06-02T00:00:00Z');
const LAYER = 'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip';
const signal = new AbortController().signal;
const ended = new AbortController();

let setup: Awaited<ReturnType<typeof openTestCache>>;
let trivyCache: string;
beforeAll(async () => {
  setup = await openTestCache();
  trivyCache = join(setup.cache, 'trivy');
  await writeDatabase(trivyCache, [FLAW], OLD);
});
afterAll(async () => {
  ended.abort();
  await setup[Symbol.asyncDispose]();
});

/** A registry that serves `layer` as a database's artefact; `auth`: to nobody without a login. Returns its address. */
async function serve(
  name: string,
  layer: Buffer,
  auth = false,
): Promise<{ address: string; stop: () => Promise<void> }> {
  const store = join(setup.cache, `${name}-store`);
  const config = Buffer.from('{}');
  const descriptor = async (bytes: Buffer, mediaType: string) => ({
    ...{ mediaType, digest: await putBlob(store, bytes), size: bytes.length },
    annotations: { 'org.opencontainers.image.title': 'db.tar.gz' },
  });
  const manifest = {
    ...{ schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json' },
    config: await descriptor(config, 'application/vnd.aquasec.trivy.config.v1+json'),
    layers: [await descriptor(layer, LAYER)],
  };
  const digest = await putBlob(store, Buffer.from(JSON.stringify(manifest)));
  const root = join(setup.cache, `${name}-registry`);
  await writeRegistryView(root, [{ reference: 'registry.example.org/mirror/trivy-db:2', digest, store }]);
  const port = await freePort();
  const file = join(setup.cache, `${name}.json`);
  await writeFile(join(setup.cache, 'htpasswd'), `ada:$2y$05$${'a'.repeat(53)}\n`);
  const access = auth ? { auth: { htpasswd: { realm: 'mirror', path: join(setup.cache, 'htpasswd') } } } : {};
  const storage = { filesystem: { rootdirectory: root } };
  await writeFile(
    file,
    JSON.stringify({
      version: '0.1',
      log: { level: 'error' },
      storage,
      http: { addr: `127.0.0.1:${port}` },
      ...access,
    }),
  );
  const registry = spawn('docker-registry', ['serve', file], { stdio: 'ignore', signal: ended.signal });
  registry.on('error', () => undefined);
  while ((await fetch(`http://127.0.0.1:${port}/v2/`).catch(() => null)) === null) await sleep(50);
  const stop = async () => {
    registry.kill();
    await once(registry, 'exit');
  };
  return { address: `127.0.0.1:${port}/mirror/trivy-db`, stop };
}

async function freePort(): Promise<number> {
  const socket = createSocket().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const address = socket.address();
  socket.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The artefact's only layer. */
async function databaseLayer(updatedAt: Date, flaws: readonly KnownFlaw[] = [FLAW]): Promise<Buffer> {
  const folder = join(setup.cache, `made-${updatedAt.getTime()}`);
  await writeDatabase(folder, flaws, updatedAt);
  const tar = pack();
  for (const name of ['trivy.db', 'metadata.json']) tar.entry({ name }, await readFile(join(folder, 'db', name)));
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}

/** The class of what went wrong, tried once; null when a database came. */
async function fetchFrom(address: string): Promise<string | null> {
  const binary = await findTrivy({ option: TRIVY, env: {}, cache: setup.cache });
  const options = {
    cache: setup.cache,
    binary,
    repository: parseRepository(address),
    limitSeconds: 120,
    tries: 1,
    signal,
  };
  return await downloadDatabase(options).then(
    () => null,
    (error: ScanError) => error.fault.kind,
  );
}

async function updatedAt(): Promise<string> {
  return (await readDatabase(trivyCache)).updatedAt;
}

test('as long as nothing comes that is a database, the one that is there stays, and the fault has its name', async () => {
  const before = await readDatabase(trivyCache);
  const limited = createServer(((_, response) => response.writeHead(429).end()) as RequestListener);
  limited.listen(0, '127.0.0.1');
  await once(limited, 'listening');
  const { port } = limited.address() as { port: number };
  expect(await fetchFrom(`127.0.0.1:${port}/trivy-db`)).toBe('rate-limit');
  limited.close();

  const closed = await serve('closed', await databaseLayer(NEW), true);
  expect(await fetchFrom(closed.address)).toBe('registry-auth');
  await closed.stop();
  expect(await fetchFrom(closed.address)).toBe('database-download');

  for (const [name, layer] of [
    ['garbage', Buffer.from('<html>')],
    ['empty', gzipSync(Buffer.alloc(1024))],
    ['cut', (await databaseLayer(NEW)).subarray(0, 200)],
  ] as const) {
    const odd = await serve(name, layer);
    expect(await fetchFrom(odd.address), name).toBe('database-download');
    await odd.stop();
  }
  expect(await readDatabase(trivyCache)).toEqual(before);
});

test('a mirror on this machine is read without TLS, and what it serves takes the place of the old one', async () => {
  const mirror = await serve('good', await databaseLayer(NEW));
  expect(await fetchFrom(mirror.address)).toBeNull();
  expect(await updatedAt()).toBe(NEW.toISOString());
});

test('the command says which fault it was and the next step, and ends with 2', async () => {
  const root = join(setup.cache, 'root');
  await mkdir(root, { recursive: true });
  await cp('package.json', join(root, 'package.json'));
  const script = join(process.cwd(), 'scripts/scan.ts');
  const run = async (...args: string[]) =>
    await execa(process.execPath, [script, ...args], { cwd: root, env: { TRIVY }, reject: false, all: true });
  const wrong = await run('--update-db', '--db-repository', 'trivy-db');
  expect(wrong).toMatchObject({ exitCode: 2 });
  const missing = await serve('other', await databaseLayer(NEW));
  const { exitCode, all } = await run('--update-db', '--db-repository', `${missing.address}-not`);
  expect(exitCode).toBe(2);
  expect(all).toMatch(
    /no new vulnerability database \(database-download\): there is no .*\n.*--db-repository HOST\/PATH/,
  );
});
