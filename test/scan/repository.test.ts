import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { objectionOf } from '../../scripts/lib/scan/ask-registry.ts';
import { parseRepository } from '../../scripts/lib/scan/repository.ts';

const signal = new AbortController().signal;

test.each([
  ['mirror.example.org/aquasec/trivy-db', { location: 'mirror.example.org/aquasec/trivy-db', tls: true }],
  ['ghcr.io/aquasecurity/trivy-db:2', { location: 'ghcr.io/aquasecurity/trivy-db', tls: true }],
  ['http://mirror.example.org:5000/db', { location: 'mirror.example.org:5000/db', tls: false }],
  ['127.0.0.1:5000/trivy-db', { location: '127.0.0.1:5000/trivy-db', tls: false }],
  ['localhost/trivy-db', { location: 'localhost/trivy-db', tls: false }],
  ['https://localhost:5000/trivy-db', { location: 'localhost:5000/trivy-db', tls: true }],
])('%s names a repository', (text, repository) => {
  expect(parseRepository(text)).toEqual(repository);
});

test.each(['', 'trivy-db', '--insecure', '-x/y', 'a b/c', 'ftp://host/db', 'host/db@sha256:1', 'host/../db'])(
  '%j names none',
  (text) => {
    expect(() => parseRepository(text)).toThrow('is no repository of a database');
  },
);

/** What is said of a registry that answers like this. */
async function askedOf(answer: RequestListener): Promise<string | undefined> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    return (await objectionOf({ location: `127.0.0.1:${port}/db`, tls: false }, '2', signal))?.kind;
  } finally {
    server.close();
  }
}

test.each([
  [200, undefined],
  [401, 'registry-auth'],
  [403, 'registry-auth'],
  [404, 'database-download'],
  [429, 'rate-limit'],
  [503, 'database-download'],
])('a registry that answers with %i', async (status, kind) => {
  expect(await askedOf((_, response) => response.writeHead(status).end('{}'))).toBe(kind);
});

test('a token that everybody gets is asked for, and only where it is refused a login is wanted', async () => {
  const asked: string[] = [];
  const granting =
    (token: number): RequestListener =>
    (request, response) => {
      asked.push(`${request.url}`);
      const realm = `http://${request.headers.host}/token`;
      if (request.url?.startsWith('/token')) response.writeHead(token).end('{"token":"t"}');
      else if (request.headers.authorization === 'Bearer t') response.end('{}');
      else response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="s",scope="db:pull"` }).end();
    };
  expect(await askedOf(granting(200))).toBeUndefined();
  expect(asked).toEqual(['/v2/db/manifests/2', '/token?service=s&scope=db%3Apull', '/v2/db/manifests/2']);
  expect(await askedOf(granting(403))).toBe('registry-auth');
  expect(await askedOf(granting(429))).toBe('rate-limit');
});

test('nobody there is a download that failed, and no better in a second', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  const found = await objectionOf({ location: `127.0.0.1:${port}/db`, tls: false }, '2', signal);
  expect(found).toMatchObject({ kind: 'database-download', retry: false });
  expect(found?.message).toContain(`127.0.0.1:${port} does not answer: connect ECONNREFUSED`);
});
