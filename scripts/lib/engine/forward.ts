/**
 * A program of its own, run inside an engine's network namespace: joins every connection to one address with a new
 * connection to another. Unix sockets have no network namespace, so they are the bridge between inside and outside.
 * usage: node forward.ts FROM TO   (an address is a socket's path or HOST:PORT)
 */
import { connect, createServer, type NetConnectOpts } from 'node:net';
import { pipeline } from 'node:stream';

function address(text: string): NetConnectOpts & { path?: string; host?: string; port?: number } {
  if (text.startsWith('/')) return { path: text };
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) };
}

const [from = '', to = ''] = process.argv.slice(2);

createServer({ allowHalfOpen: true }, (client) => {
  const server = connect({ ...address(to), allowHalfOpen: true });
  pipeline(client, server, () => undefined);
  pipeline(server, client, () => undefined);
}).listen(address(from));
