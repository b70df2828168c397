/** `scan --update-db`, as it is typed, from a mirror that is a real registry; and from one that is not what it should be. */
import { once } from 'node:events';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CACHE_FOLDER } from '../../scripts/lib/engine/paths.ts';
import { readDatabase } from '../../scripts/lib/scan/database.ts';
import { downloadDatabase } from '../../scripts/lib/scan/download.ts';
import type { ScanError } from '../../scripts/lib/scan/fault.ts';
import { FLAWS, JAVA, parseRepository } from '../../scripts/lib/scan/repository.ts';
import { findTrivy } from '../../scripts/lib/scan/trivy-binary.ts';
import { databaseLayer, layerOf, serveDatabase } from '../scan/database-registry.ts';
import { type KnownFlaw, writeDatabase } from '../scan/vulnerability-db.ts';
import { openTestCache } from './engine-setup.ts';

const TRIVY = process.env.TRIVY || join(CACHE_FOLDER, 'trivy/trivy');
const FLAW: KnownFlaw = { id: 'CVE-2026-1001', severity: 'LOW', source: 'debian 12', package: 'a', fixedIn: '2.0' };
const OLD = new Date('2026-06-01T00:00:00Z');
const NEW = new Date('2026-06-02T00:00:00Z');
const signal = new AbortController().signal;

let setup: Awaited<ReturnType<typeof openTestCache>>;
let trivyCache: string;
beforeAll(async () => {
  setup = await openTestCache();
  trivyCache = join(setup.cache, 'trivy');
  await writeDatabase(trivyCache, [FLAW], OLD);
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await setup[Symbol.asyncDispose]();
});

const stops: (() => Promise<void>)[] = [];

async function serving(name: string, layer: Buffer, more: Parameters<typeof serveDatabase>[3] = {}) {
  const served = await serveDatabase(setup.cache, name, layer, more);
  stops.push(served.stop);
  return served;
}

/** The class of what went wrong, tried once; null when a database came. */
async function fetchFrom(address: string, kind = FLAWS): Promise<string | null> {
  const binary = await findTrivy({ option: TRIVY, env: {}, cache: setup.cache });
  const options = {
    kind,
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

  const closed = await serving('closed', await databaseLayer(setup.cache, NEW, [FLAW]), { auth: true });
  expect(await fetchFrom(closed.address)).toBe('registry-auth');
  await closed.stop();
  expect(await fetchFrom(closed.address)).toBe('database-download');

  for (const [name, layer] of [
    ['garbage', Buffer.from('<html>')],
    ['empty', gzipSync(Buffer.alloc(1024))],
    ['cut', (await databaseLayer(setup.cache, NEW, [FLAW])).subarray(0, 200)],
  ] as const) {
    const odd = await serving(name, layer);
    expect(await fetchFrom(odd.address), name).toBe('database-download');
    await odd.stop();
  }
  expect(await readDatabase(trivyCache)).toEqual(before);
});

test('a mirror on this machine is read without TLS, and what it serves takes the place of the old one', async () => {
  const mirror = await serving('good', await databaseLayer(setup.cache, NEW, [FLAW]));
  expect(await fetchFrom(mirror.address)).toBeNull();
  expect(await updatedAt()).toBe(NEW.toISOString());
});

test('the database of Java archives has a place, a tag and a fault of its own', async () => {
  const layer = await layerOf({ 'trivy-java.db': Buffer.from('names'), 'metadata.json': Buffer.from('{"Version":1}') });
  const mirror = await serving('java', layer, { kind: JAVA });
  expect(await fetchFrom(mirror.address)).toBe('database-download');
  expect(await fetchFrom(mirror.address, JAVA)).toBeNull();
  expect(await readFile(join(trivyCache, 'java-db/trivy-java.db'), 'utf8')).toBe('names');
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
  const missing = await serving('other', await databaseLayer(setup.cache, NEW, [FLAW]));
  const { exitCode, all } = await run('--update-db', '--db-repository', `${missing.address}-not`);
  expect(exitCode).toBe(2);
  expect(all).toMatch(/no new database \(database-download\): there is no .*\n.*--db-repository HOST\/PATH/);
});
