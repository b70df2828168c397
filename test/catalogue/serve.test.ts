import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveFolder } from '../../scripts/lib/catalogue/serve.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-'));
  await mkdir(join(folder, 'site/r/notes/1.0.0+1.0'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'site/index.html'), 'home');
  await writeFile(join(folder, 'site/404.html'), 'nothing here');
  await writeFile(join(folder, 'site/r/notes/1.0.0+1.0/index.html'), 'notes');
  await writeFile(join(folder, 'site/recipes.json'), '{}');
  await symlink('../secret.txt', join(folder, 'site/link.txt'));
});
afterAll(() => rm(folder, { recursive: true }));

const signal = new AbortController().signal;

/** Sends the path as it is; `fetch` would tidy it up first. */
function get(
  address: string,
  path: string,
  method = 'GET',
): Promise<{ status: number; type: string; body: string; to: string }> {
  const { port } = new URL(address);
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => {
        const { headers, statusCode = 0 } = response;
        resolve({ status: statusCode, type: headers['content-type'] ?? '', body, to: headers.location ?? '' });
      });
    });
    sent.on('error', reject).end();
  });
}

it('serves pages, files with their type, and a 404 page', async () => {
  await using site = await serveFolder(join(folder, 'site'), { port: 0, signal });
  expect(await get(site.address, '/')).toMatchObject({ status: 200, body: 'home', type: 'text/html; charset=utf-8' });
  expect(await get(site.address, '/recipes.json')).toMatchObject({ type: 'application/json; charset=utf-8' });
  expect(await get(site.address, '/nowhere/')).toMatchObject({ status: 404, body: 'nothing here' });
  expect(await get(site.address, '/r/notes/1.0.0+1.0/?q=1')).toMatchObject({ body: 'notes' });
  expect(await get(site.address, '/r/notes/1.0.0%2B1.0/')).toMatchObject({ body: 'notes' });
  expect(await get(site.address, '/r/notes/1.0.0+1.0?q=1')).toMatchObject({
    status: 308,
    to: '/r/notes/1.0.0+1.0/?q=1',
  });
  expect(await get(site.address, '/', 'POST')).toMatchObject({ status: 405 });
});

it.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/r/../../secret.txt',
  '/link.txt',
  '/%00',
  '/%',
  '//secret.txt',
])('does not let %s out of the folder', async (path) => {
  await using site = await serveFolder(join(folder, 'site'), { port: 0, signal });
  const { status, body } = await get(site.address, path);
  expect(body).not.toContain('secret');
  expect(status).toBe(404);
});

it('falls to the next free port, and frees it when stopped', async () => {
  const stop = new AbortController();
  const first = await serveFolder(join(folder, 'site'), { port: 0, signal: stop.signal });
  const port = Number(new URL(first.address).port);
  await using second = await serveFolder(join(folder, 'site'), { port, signal });
  expect(Number(new URL(second.address).port)).toBeGreaterThan(port);
  stop.abort();
  await expect(get(first.address, '/')).rejects.toThrow();
});

it('serves below a sub-path only', async () => {
  await using site = await serveFolder(join(folder, 'site'), { port: 0, signal, base: '/commons/' });
  expect(await get(site.address, '/commons/')).toMatchObject({ status: 200, body: 'home' });
  expect(await get(site.address, '/')).toMatchObject({ status: 404 });
});
