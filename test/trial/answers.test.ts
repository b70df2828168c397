import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { selfSigned } from '../../scripts/lib/trial/edge/certificate.ts';
import type { TrialPlan } from '../../scripts/lib/trial/plan.ts';
import { answers } from '../../scripts/lib/trial/rungs/answers.ts';
import type { Probe, Rung } from '../../scripts/lib/types.ts';

let folder: string;
let pem: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answers-'));
  pem = await selfSigned();
});
afterAll(() => rm(folder, { recursive: true }));

const PAGE = '<title>My wiki</title><link rel="stylesheet" href="/a.css"><p>Welcome</p>';
const ROUTE = { service: 'app', hosts: ['wiki.test'], port: 8080, path: '/', tls: true };

/** Runs the rung against a real HTTPS server on a unix socket, in place of the edge. */
async function ask(listener: RequestListener, probes: readonly Probe[], routes = [ROUTE]): Promise<Rung> {
  const server = createServer({ key: pem, cert: pem }, listener);
  const socket = join(folder, `${Math.random().toString(36).slice(2)}.sock`);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  try {
    return await answers({
      plan: { stack: 'wiki', probes, routes } as unknown as TrialPlan,
      edge: { kind: 'haproxy', image: 'none', socket },
      folder,
      signal: new AbortController().signal,
      patienceMs: 300,
      browser: Promise.resolve(null),
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function serve(pages: Record<string, [number, string, Record<string, string>?]>): RequestListener {
  return (request, response) => {
    const [status, body, headers] = pages[request.url ?? ''] ?? [404, 'missing'];
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
  };
}

test('a page with the declared status, title and text passes, and what was seen is kept', async () => {
  const site = serve({ '/': [302, '', { location: '/home' }], '/home': [200, PAGE], '/a.css': [200, 'p{}'] });
  const rung = await ask(site, [{ path: '/', status: 200, title: 'wiki', body: 'Welcome' }]);
  expect(rung).toMatchObject({ id: 'answers', status: 'pass', measures: { probes: 1, retries: 0 } });
  expect(await readFile(join(folder, 'evidence/response-1.txt'), 'utf8')).toContain('GET https://wiki.test/home');
  expect(rung.evidence.at(-1)).toMatchObject({ kind: 'screenshot', text: expect.stringContaining('no Chromium') });
});

test('a redirect that is expected is not followed', async () => {
  const rung = await ask(serve({ '/': [302, '', { location: 'https://other.test/' }] }), [{ path: '/', status: 302 }]);
  expect(rung.status).toBe('pass');
});

test.each<[string, RequestListener, Probe, RegExp]>([
  ['another status', serve({ '/': [403, 'no'] }), { path: '/', status: 200 }, /answered 403, expected 200/],
  ['another title', serve({ '/': [200, PAGE] }), { path: '/', status: 200, title: 'Shop' }, /"My wiki".*"Shop"/],
  [
    'another text',
    serve({ '/': [200, 'x'] }),
    { path: '/', status: 200, body: 'Welcome' },
    /does not contain "Welcome"/,
  ],
  ['a missing stylesheet', serve({ '/': [200, PAGE] }), { path: '/', status: 200 }, /stylesheet \/a.css answered 404/],
  [
    'a redirect to a host the route does not name',
    serve({ '/': [301, '', { location: 'https://localhost/' }] }),
    { path: '/', status: 200 },
    /redirects to "localhost"/,
  ],
  ['a redirect loop', serve({ '/': [301, '', { location: '/' }] }), { path: '/', status: 200 }, /more than 5 times/],
  [
    'the 404 page of the edge',
    serve({ '/': [404, '', { 'x-recipe-commons-edge': 'no-route' }] }),
    { path: '/', status: 404 },
    /router rule label names "wiki.test"/,
  ],
  [
    'a port nothing listens on',
    serve({ '/': [503, '', { 'x-recipe-commons-edge': 'no-connection' }] }),
    { path: '/', status: 503 },
    /cannot reach app:8080; the loadbalancer.server.port label/,
  ],
  ['a closed connection', (request) => request.socket.destroy(), { path: '/', status: 200 }, /no answer/],
])('%s fails and says so', async (_name, site, probe, reason) => {
  const rung = await ask(site, [probe]);
  expect(rung.status).toBe('fail');
  expect(rung.reason).toMatch(reason);
});

test('an app that needs a moment passes, and the retries are recorded', async () => {
  let requests = 0;
  const site: RequestListener = (_request, response) => {
    requests += 1;
    response.writeHead(requests < 3 ? 502 : 200).end('ready');
  };
  const rung = await ask(site, [{ path: '/', status: 200 }]);
  expect(rung).toMatchObject({ status: 'pass', measures: { retries: 2 } });
  const reason = expect.stringMatching(/answered 502/);
  expect(rung.retried).toEqual([{ step: 'GET /', reason, times: 2 }]);
});

test('a recipe without a route fails and says which label is missing', async () => {
  const rung = await ask(serve({}), [], []);
  expect(rung).toMatchObject({ status: 'fail', reason: expect.stringContaining('router rule label') });
});

test('every other declared host must lead to the app too', async () => {
  const site: RequestListener = (request, response) => {
    const headers = request.headers.host === 'www.wiki.test' ? { 'x-recipe-commons-edge': 'no-connection' } : {};
    response.writeHead(200, headers).end('ready');
  };
  const route = { ...ROUTE, hosts: ['wiki.test', 'www.wiki.test'] };
  const silent = await ask(site, [], [route]);
  expect(silent.reason).toMatch(/^GET https:\/\/www\.wiki\.test\/: the edge cannot reach app:8080/);
  expect(silent.retried).toMatchObject([{ step: 'GET https://www.wiki.test/' }]);
  const reached = await ask(serve({ '/': [200, 'ready'] }), [], [route]);
  expect(reached.status).toBe('pass');
  expect(reached.retried).toBeUndefined();
});

test('a fresh install that asks whoever comes first to set it up still answers, and that is told', async () => {
  const setUp = '<title>Wiki installer</title><form method="post"><input type="password" name="p"></form>';
  const site = serve({
    '/': [302, '', { location: '/install.php' }],
    '/install.php': [200, setUp],
    '/api': [200, 'ready'],
  });
  const rung = await ask(site, [{ path: '/api', status: 200 }]);
  expect(rung).toMatchObject({ status: 'pass', measures: { firstRunOpen: 1 } });
  expect(rung.evidence.find(({ kind }) => kind === 'first-run')?.text).toBe(
    'A fresh install lets whoever comes first set it up: https://wiki.test/install.php says "Wiki installer".',
  );
  const login = serve({ '/': [200, setUp.replace('Wiki installer', 'Log in')] });
  expect((await ask(login, [{ path: '/', status: 200 }])).measures).toMatchObject({ firstRunOpen: 0 });
});
