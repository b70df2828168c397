import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { putBlob } from '../../scripts/lib/engine/blobs.ts';
import type { ImageNeed } from '../../scripts/lib/engine/engine.ts';
import { localProvider, startLocalEngine } from '../../scripts/lib/engine/local.ts';
import { storeFolder } from '../../scripts/lib/engine/paths.ts';
import { writeProvenance } from '../../scripts/lib/engine/provenance.ts';
import { parseReference } from '../../scripts/lib/engine/reference.ts';
import { startRegistry } from '../../scripts/lib/engine/registry-process.ts';
import { writeRegistryView } from '../../scripts/lib/engine/registry-view.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import type { ImageResult } from '../../scripts/lib/types.ts';
import { BASE, engineIds, imageOfOnlyService, makeTinyImage, openTestCache, TINY } from './engine-setup.ts';

const signal = new AbortController().signal;
let setup: Awaited<ReturnType<typeof openTestCache>>;
let folder: string;
beforeAll(async () => {
  setup = await openTestCache();
  folder = join(setup.cache, 'contexts');
  const store = storeFolder(setup.cache, 'images');
  const { digest } = await makeTinyImage(store);
  const provenance = {
    reference: TINY,
    digest,
    sizeBytes: 1,
    origin: 'pull',
    context: null,
    notes: [],
    madeAt: '',
  } as const;
  await writeProvenance(store, parseReference(TINY), provenance);
});
afterAll(() => setup[Symbol.asyncDispose]());

async function writeContext(name: string, dockerfile: string): Promise<string> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'Dockerfile'), dockerfile);
  return join(folder, name);
}

function need(reference: string, more: Partial<ImageNeed> = {}): ImageNeed {
  return { reference, services: ['app'], context: null, standIns: false, ...more };
}

function available(result: ImageResult): Extract<ImageResult, { available: true }> {
  if (!result.available) throw new Error(result.error);
  return result;
}

/** Opens a TCP port of this machine that leads to a unix socket. */
async function publish(socket: string): Promise<number> {
  const server = createServer((client) => {
    const inside = connect(socket);
    pipeline(client, inside, () => undefined);
    pipeline(inside, client, () => undefined);
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** An index of this machine's image and one for a platform that no test runs on. */
async function putIndex(store: string, digest: string): Promise<string> {
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
  const entry = (of: string, architecture: string): object => {
    return { mediaType, size: 1000, digest: of, platform: { os: 'linux', architecture } };
  };
  const manifests = [entry(`sha256:${'5'.repeat(64)}`, 's390x'), entry(digest, 'amd64'), entry(digest, 'arm64')];
  const index = { schemaVersion: 2, mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json', manifests };
  return putBlob(store, Buffer.from(JSON.stringify(index)));
}

/** Provides in a run of its own: nothing remembered but what is stored. */
async function provide(what: ImageNeed, options: { standIns?: string; mirrors?: string } = {}): Promise<ImageResult> {
  await using store = openImageStore({ cache: setup.cache, mirrors: '', ...options });
  return store.provide(what, signal);
}

test('an image that cannot be pulled is not available, in one line, and the registry is asked once', async () => {
  const started = performance.now();
  await using store = openImageStore({ cache: setup.cache, mirrors: 'docker.io=http://127.0.0.1:9' });
  const first = await store.provide(need('nginx:1.29.1'), signal);
  expect(first).toMatchObject({ reference: 'nginx:1.29.1', services: ['app'], available: false });
  expect(first).toHaveProperty('error', expect.stringMatching(/^connect 127\.0\.0\.1:9: connection refused; \S.*$/));
  for (let other = 0; other < 10; other += 1) await store.provide(need(`redis:7.${other}`), signal);
  expect(performance.now() - started).toBeLessThan(35_000);
});

test('a name that is none, or leads to this machine, is never asked for', async () => {
  expect(await provide(need('127.0.0.1:5000/x:1'))).toMatchObject({
    available: false,
    error: '"127.0.0.1:5000" is an address, not the name of a public registry',
  });
});

test('a community image is built from its folder, found again, and built anew when the folder changes', async () => {
  const dockerfile = `FROM ${BASE}\nRUN apt-get update && apt-get install -y --no-install-recommends netcat-openbsd && rm -rf /var/lib/apt/lists/*\n`;
  const context = await writeContext('app', dockerfile);
  const what = need('ghcr.io/recipe-commons/store-test:1', { context });
  const built = available(await provide(what));
  expect(built.source).toBe('build');
  expect(built.sizeBytes).toBeGreaterThan(20_000_000);
  const found = available(await provide(what));
  expect(found).toMatchObject({ source: 'store', digest: built.digest });
  expect(found.notes.join()).toMatch(/built from its image\/ folder on \d{4}-\d\d-\d\d/);
  await writeFile(join(context, 'Dockerfile'), `FROM ${TINY}\nRUN echo changed >/changed\n`);
  const again = available(await provide(what));
  expect(again.source).toBe('build');
  expect(again.digest).not.toBe(built.digest);
});

test('the image deployed is, byte for byte, the image provided', async () => {
  const context = await writeContext('pinned', `FROM ${TINY}\nRUN echo pinned >/pinned\n`);
  const image = available(await provide(need('ghcr.io/recipe-commons/pinned:1', { context })));
  await using engine = await localProvider({ cache: setup.cache }).start({ images: [image], signal });
  await writeFile(
    join(context, 'compose.yml'),
    'version: "3.8"\nservices:\n  app:\n    image: ghcr.io/recipe-commons/pinned:1\n    command: sleep infinity\n',
  );
  const deployed = await engine.run(
    'docker stack deploy -c compose.yml pinned; while [ -z "$(docker ps -q)" ]; do sleep 0.1; done',
    { cwd: context, signal },
  );
  expect(deployed.exitCode, deployed.output).toBe(0);
  expect(await imageOfOnlyService(engine)).toBe(`ghcr.io/recipe-commons/pinned:1@${image.digest}`);
  const [task] = await engine.docker.listContainers();
  expect((await engine.run(`docker exec ${task?.Id} cat /pinned`, { cwd: '/', signal })).output).toBe('pinned\n');
});

test('a build that fails is not available, with its last words and its whole log', async () => {
  const dockerfile = `FROM ${TINY}\nRUN echo before >/x\nRUN echo "no such thing" >&2; exit 3\n`;
  const context = await writeContext('failing', dockerfile);
  const result = await provide(need('ghcr.io/recipe-commons/failing:1', { context }));
  if (result.available) throw new Error('a failing build was taken for an image');
  expect(result.error).toMatch(
    /^build failed: .*no such thing.*returned a non-zero code: 3.*whole log: .*failing-1\.log\)$/,
  );
  expect(await readFile(/whole log: (.*)\)$/.exec(result.error)?.[1] ?? '', 'utf8')).toContain('echo before >/x');
});

test('a build reaches package archives and nothing else, and says what it was refused', async () => {
  const program = `use IO::Socket; my $s = IO::Socket::INET->new("127.0.0.1:3128") or die;
print $s "GET http://example.org/secret HTTP/1.0\\r\\n\\r\\n"; print <$s>; exit 9`;
  const context = await writeContext('curious', `FROM ${BASE}\nCOPY ask.pl /\nRUN perl /ask.pl\n`);
  await writeFile(join(context, 'ask.pl'), program);
  const result = await provide(need('ghcr.io/recipe-commons/curious:1', { context }));
  expect(result).toHaveProperty(
    'error',
    expect.stringContaining('refused, not a package archive of this machine: GET http://example.org/secret'),
  );
});

test('a base that cannot be had is told as such', async () => {
  const context = await writeContext('based', 'FROM ghcr.io/recipe-commons/nowhere:1\n');
  const result = await provide(need('ghcr.io/recipe-commons/based:1', { context }));
  expect(result).toHaveProperty('error', expect.stringContaining('base image "ghcr.io/recipe-commons/nowhere:1": '));
});

test('a stand-in is marked every time, and never given out where a real image is asked for', async () => {
  const standIns = join(folder, 'stand-ins');
  await writeContext('stand-ins/docker.io/library/redis', `FROM ${TINY}\nRUN echo stand-in >/x\n`);
  const allowed = need('redis:7.2', { standIns: true });
  const first = available(await provide(allowed, { standIns }));
  const second = available(await provide(allowed, { standIns }));
  expect([first.source, second.source]).toEqual(['stand-in', 'stand-in']);
  expect(second.digest).toBe(first.digest);
  expect(await provide(need('redis:7.2'), { standIns })).toMatchObject({ available: false });
  await using engine = await localProvider({ cache: setup.cache }).start({ images: [second], signal });
  const run = await engine.run('docker run --rm redis:7.2 cat /x', { cwd: '/', signal });
  expect(run.output).toContain('stand-in');
});

test('an interrupted build leaves no engine and is not remembered as a failure', async () => {
  const context = await writeContext('slow', `FROM ${TINY}\nRUN sleep 60\n`);
  await using store = openImageStore({ cache: setup.cache, mirrors: '' });
  const slow = need('ghcr.io/recipe-commons/slow:1', { context });
  await expect(store.provide(slow, AbortSignal.timeout(2_000))).rejects.toThrow('timeout');
  expect(await engineIds(setup.cache)).toEqual([]);
  await writeContext('slow', `FROM ${TINY}\nRUN true\n`);
  expect(await store.provide(slow, signal)).toMatchObject({ available: true, source: 'build' });
});

test('an image is pulled from upstream with its digest unchanged, and kept', async () => {
  const upstream = join(setup.cache, 'upstream');
  const content = join(upstream, 'content');
  const tiny = { ...(await makeTinyImage(content)), reference: 'library/tiny:1' };
  const many = { reference: 'library/many:1', digest: await putIndex(content, tiny.digest), store: content };
  await writeRegistryView(join(upstream, 'registry'), [tiny, many]);
  await using elsewhere = await startLocalEngine({ cache: setup.cache, served: [], signal, purpose: 'build' });
  const address = { host: 'upstream', address: '127.0.0.1', port: 5000, folder: join(upstream, 'registry') };
  await startRegistry(elsewhere.place, elsewhere.daemon, { ...address, writable: false }, signal);
  const socket = await elsewhere.dial(5000);
  const port = await publish(socket);
  const mirrors = `docker.io=http://127.0.0.1:${port}`;
  const pulled = available(await provide(need('tiny:1'), { mirrors }));
  expect(pulled).toMatchObject({ source: 'pull', digest: tiny.digest });
  expect(await provide(need(`tiny:1@sha256:${'0'.repeat(64)}`), { mirrors })).toMatchObject({ available: false });
  expect(await provide(need('tiny:2'), { mirrors })).toHaveProperty(
    'error',
    expect.stringContaining('manifest unknown'),
  );
  const found = available(await provide(need('tiny:1')));
  expect(found).toMatchObject({ source: 'store', digest: tiny.digest });
  expect(found.notes.join()).toMatch(/^pulled on \d{4}/);
  const index = available(await provide(need('many:1'), { mirrors }));
  expect(index).toMatchObject({ source: 'pull', digest: many.digest });
  expect(index.sizeBytes).toBe(pulled.sizeBytes);
  await using engine = await localProvider({ cache: setup.cache }).start({ images: [found, index], signal });
  for (const name of ['tiny:1', `many:1@${many.digest}`]) {
    const run = await engine.run(`docker run --rm --network none ${name} sh -c "echo runs"`, { cwd: '/', signal });
    expect(run.output).toMatch(/runs\n$/);
  }
});

test('the cache holds images, bases, logs and locks, and no engine once a run is over', async () => {
  expect(await engineIds(setup.cache)).toEqual([]);
  expect((await readdir(storeFolder(setup.cache, 'images'))).toSorted()).toEqual(['blobs', 'images']);
  await rm(folder, { recursive: true });
});
