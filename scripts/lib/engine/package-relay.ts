import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

/** An HTTP proxy on a unix socket that leads to package archives and nowhere else. */
export interface PackageRelay extends AsyncDisposable {
  /** What was asked for and refused, e.g. `GET http://example.org/x`. */
  readonly refused: readonly string[];
}

export async function startPackageRelay(socket: string, hosts: ReadonlySet<string>): Promise<PackageRelay> {
  const refused: string[] = [];
  const server = createServer((asked, answer) => {
    const url = URL.canParse(asked.url ?? '') ? new URL(asked.url ?? '') : null;
    const reads = asked.method === 'GET' || asked.method === 'HEAD';
    if (url === null || url.protocol !== 'http:' || !hosts.has(url.host) || !reads) {
      refused.push(`${asked.method} ${asked.url}`);
      answer.writeHead(403, 'not a package archive of this machine').end('not a package archive of this machine\n');
      return;
    }
    passOn(url, asked, answer);
  });
  server.on('connect', (asked: IncomingMessage, client: Socket) => {
    const host = (asked.url ?? '').replace(/:443$/, '');
    if (hosts.has(host) && asked.url === `${host}:443`) {
      tunnel(host, client);
      return;
    }
    refused.push(`CONNECT ${asked.url}`);
    client.end('HTTP/1.1 403 not a package archive of this machine\r\n\r\n');
  });
  server.listen(socket);
  await once(server, 'listening');
  return {
    refused,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function passOn(url: URL, asked: IncomingMessage, answer: ServerResponse): void {
  const { 'proxy-connection': _dropped, ...headers } = asked.headers;
  const upstream = request(url, { method: asked.method ?? 'GET', headers: { ...headers, host: url.host } });
  upstream.on('response', (received) => {
    answer.writeHead(received.statusCode ?? 502, received.headers);
    pipeline(received, answer, () => undefined);
  });
  upstream.on('error', (error) => {
    if (answer.headersSent) answer.destroy();
    else answer.writeHead(502, 'archive not reached').end(`${error.message}\n`);
  });
  answer.on('close', () => upstream.destroy());
  upstream.end();
}

function tunnel(host: string, client: Socket): void {
  const upstream = connect(443, host, () => {
    client.write('HTTP/1.1 200 connected\r\n\r\n');
    pipeline(client, upstream, () => undefined);
    pipeline(upstream, client, () => undefined);
  });
  upstream.on('error', () => client.end('HTTP/1.1 502 archive not reached\r\n\r\n'));
}
