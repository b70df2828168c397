/** `pin` and `update`, as a packager types them, against a real registry on this machine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeFolder } from '../../scripts/lib/engine/paths.ts';
import { writeRegistryView } from '../../scripts/lib/engine/registry-view.ts';
import { makeImage } from '../scan/scan-setup.ts';
import { openTestCache } from './engine-setup.ts';

const COMPOSE = `# a comment that stays
services:
  app:
    image: "wiki:1.2.3" # for people
    deploy:
      labels: &labels
        - coop-cloud.\${STACK_NAME}.version=1.0.0+1.2.3
  db:
    image: library/postgres:15.1
  odd:
    image: tools:\${TAG}
`;

let setup: Awaited<ReturnType<typeof openTestCache>>;
let root: string;
let registry: ReturnType<typeof spawn>;
let mirror: string;
const digests = new Map<string, string>();

/** Serves `tags`, each with bytes of its own, and nothing else. */
async function serve(tags: readonly string[]): Promise<void> {
  const store = storeFolder(setup.cache, 'images');
  const images = [];
  for (const tag of tags) {
    const digest = await makeImage(setup.cache, `docker.io/library/${tag}`, [{ 'etc/tag': tag }]);
    digests.set(tag, digest);
    images.push({ reference: `docker.io/library/${tag}`, digest, store });
  }
  await writeRegistryView(join(root, 'registry'), images);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

beforeAll(async () => {
  setup = await openTestCache();
  root = join(setup.cache, 'root');
  await mkdir(join(root, 'recipes/wiki'), { recursive: true });
  await cp('package.json', join(root, 'package.json'));
  await serve(['wiki:1.2.3', 'wiki:1.2.4', 'wiki:1.3.0', 'wiki:2.0.0', 'postgres:15.1', 'postgres:15.2']);
  const port = await freePort();
  const config = `version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: ${join(root, 'registry')}}}\nhttp: {addr: "127.0.0.1:${port}"}\n`;
  await writeFile(join(root, 'registry.yml'), config);
  registry = spawn('docker-registry', ['serve', join(root, 'registry.yml')], { stdio: 'ignore' });
  mirror = `docker.io=http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 200; tries++) {
    if (
      await fetch(`http://127.0.0.1:${port}/v2/`).then(
        (response) => response.ok,
        () => false,
      )
    )
      break;
    await sleep(50);
  }
});
afterAll(async () => {
  registry?.kill();
  await setup[Symbol.asyncDispose]();
});

async function run(command: 'pin' | 'update', args: readonly string[], environment: Record<string, string> = {}) {
  const script = join(process.cwd(), `scripts/${command}.ts`);
  const env = { COMMONS_MIRROR: mirror, ...environment };
  return await execa(process.execPath, [script, 'wiki', ...args], { cwd: root, env, reject: false });
}

async function put(text: string): Promise<void> {
  await writeFile(join(root, 'recipes/wiki/compose.yml'), text);
}

async function compose(): Promise<string> {
  return await readFile(join(root, 'recipes/wiki/compose.yml'), 'utf8');
}

const PINNED = () =>
  COMPOSE.replace('wiki:1.2.3"', `wiki:1.2.3@${digests.get('wiki:1.2.3')}"`).replace(
    'postgres:15.1',
    `postgres:15.1@${digests.get('postgres:15.1')}`,
  );

test('pin writes the digests the registry has, keeps everything else, and has nothing to do the second time', async () => {
  await put(COMPOSE);
  const { exitCode, stdout } = await run('pin', []);
  expect(exitCode, stdout).toBe(0);
  expect(await compose()).toBe(PINNED());
  expect(stdout).toContain('a setting is part of its name');
  const again = await run('pin', []);
  expect(again.exitCode).toBe(0);
  expect(again.stdout).not.toContain('next:');
});

test('--check and --dry-run write nothing; --check is red for a tag without digest', async () => {
  await put(COMPOSE);
  expect((await run('pin', ['--check'])).exitCode).toBe(1);
  expect((await run('pin', ['--dry-run'])).stdout).toContain(`+    image: library/postgres:15.1@sha256:`);
  expect(await compose()).toBe(COMPOSE);
});

test('a tag that names other bytes by now is told, and left alone', async () => {
  const old = `sha256:${'0'.repeat(64)}`;
  const text = COMPOSE.replace('postgres:15.1', `postgres:15.1@${old}`);
  await put(text);
  const { exitCode, stdout } = await run('pin', []);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/postgres:15\.1 {2}MOVED {2}it is pinned to sha256:0000/);
  expect(await compose()).toContain(old);
});

test('a registry that does not answer, or has no such tag, is no green', async () => {
  await put(COMPOSE);
  const silent = await run('pin', [], { COMMONS_MIRROR: 'docker.io=http://127.0.0.1:9' });
  expect(silent.exitCode).toBe(2);
  expect(await compose()).toBe(COMPOSE);
  await put(COMPOSE.replace('wiki:1.2.3', 'wiki:9.9.9'));
  const missing = await run('pin', []);
  expect(missing.exitCode).toBe(2);
  expect(missing.stdout).toMatch(/wiki:9\.9\.9 {2}unknown/);
});

test('update takes the newest of the same major, pins what was pinned, raises the version and drafts its note', async () => {
  await put(PINNED());
  const { exitCode, stdout } = await run('update', []);
  expect(exitCode, stdout).toBe(0);
  expect(stdout).toContain('wiki:1.2.3 → 1.3.0 (there is 2.0.0; --major takes it)');
  const text = await compose();
  expect(text).toContain(`wiki:1.3.0@${digests.get('wiki:1.3.0')}`);
  expect(text).toContain(`postgres:15.2@${digests.get('postgres:15.2')}`);
  expect(text).toContain('version=1.1.0+1.3.0');
  expect(text).toContain('# a comment that stays');
  expect(await readFile(join(root, 'recipes/wiki/release/1.1.0+1.3.0'), 'utf8')).toContain(
    '- app: wiki 1.2.3 → 1.3.0.',
  );
});

test('--major goes further, and says that the operator must act', async () => {
  await put(COMPOSE);
  const { stdout } = await run('update', ['--major']);
  expect(stdout).toContain('version 2.0.0+2.0.0');
  expect(await readFile(join(root, 'recipes/wiki/release/2.0.0+2.0.0'), 'utf8')).toContain('the operator must do');
});
