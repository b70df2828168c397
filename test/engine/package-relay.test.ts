import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPackageRelay } from '../../scripts/lib/engine/package-relay.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relay-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function ask(socketPath: string, method: string, url: string): Promise<string> {
  const asked = request({ socketPath, method, path: url, headers: { host: 'ignored' } }).end();
  const [answer] = await once(asked, method === 'CONNECT' ? 'connect' : 'response');
  return `${answer.statusCode} ${method === 'CONNECT' ? '' : (await answer.toArray()).join('')}`.trim();
}

test('packages come through, everything else is refused and named', async () => {
  const archive = createServer((asked, answer) => answer.end(`${asked.headers.host} ${asked.url}`)).listen(
    0,
    '127.0.0.1',
  );
  await once(archive, 'listening');
  const host = `127.0.0.1:${(archive.address() as AddressInfo).port}`;
  const socket = join(folder, 'relay.sock');
  const relay = await startPackageRelay(socket, new Set([host]));
  expect(await ask(socket, 'GET', `http://${host}/debian/x.deb`)).toBe(`200 ${host} /debian/x.deb`);
  expect(await ask(socket, 'GET', 'http://example.org/')).toBe('403 not a package archive of this machine');
  expect(await ask(socket, 'POST', `http://${host}/`)).toBe('403 not a package archive of this machine');
  expect(await ask(socket, 'GET', '/')).toBe('403 not a package archive of this machine');
  expect(await ask(socket, 'CONNECT', 'example.org:443')).toBe('403');
  expect(relay.refused).toEqual([
    'GET http://example.org/',
    `POST http://${host}/`,
    'GET /',
    'CONNECT example.org:443',
  ]);
  await relay[Symbol.asyncDispose]();
  archive.close();
});

test('an archive that cannot be reached is an answer, not a hang', async () => {
  const socket = join(folder, 'dead.sock');
  await using _relay = await startPackageRelay(socket, new Set(['127.0.0.1:1']));
  expect(await ask(socket, 'GET', 'http://127.0.0.1:1/x')).toContain('502 connect ECONNREFUSED');
});
