/** What an image's registry may answer instead of the image, and the class that a scan's report gives it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { askImage } from '../../scripts/lib/engine/ask.ts';
import { parseReference } from '../../scripts/lib/engine/reference.ts';
import { unavailableFault } from '../../scripts/lib/scan/fault.ts';

const IMAGE = parseReference('registry.invalid/wiki:1');

/** The class of what comes of asking a registry that answers with `status`; none is there without one. */
async function classOf(status: number | null): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(status ?? 500, { 'www-authenticate': 'Basic realm="registry"' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  if (status === null) server.close();
  const mirrors = [{ host: IMAGE.host, location: `127.0.0.1:${port}`, tls: false }];
  try {
    const answer = await askImage(IMAGE, { mirrors, signal: AbortSignal.timeout(120_000) });
    if (!('error' in answer)) throw new Error('it answered');
    return unavailableFault(answer.error, answer.missing).kind;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

test.each([
  ['wants a login', 401, 'registry-auth'],
  ['allows no more requests', 429, 'rate-limit'],
  ['was stopped', null, 'registry-unreachable'],
])('a registry that %s', async (_name, status, kind) => {
  expect(await classOf(status)).toBe(kind);
});
