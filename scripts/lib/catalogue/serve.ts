import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { KnownError } from '../command.ts';

const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.log': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.gz': 'application/gzip',
  '.sha256': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.atom': 'application/atom+xml; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.opml': 'text/x-opml; charset=utf-8',
};
const PORTS_TRIED = 20;

/** What a folder that is being worked on is served with. */
export interface Live {
  /** True: it has answered the request for `path`, which is relative to the base. */
  readonly answers: (path: string, response: ServerResponse) => boolean;
  readonly inject: (html: string, base: string) => string;
}

export interface ServedFolder extends AsyncDisposable {
  readonly address: string;
}

export interface ServeOptions {
  readonly port: number;
  readonly signal: AbortSignal;
  readonly base?: string;
  readonly live?: Live;
}

/**
 * Serves a folder on 127.0.0.1 until disposed or `signal` fires. A taken port falls to the next free one; 0 takes any.
 * `base`: the path the folder is mounted at, e.g. `/commons/`.
 */
export async function serveFolder(
  folder: string,
  { port, signal, base = '/', live }: ServeOptions,
): Promise<ServedFolder> {
  const root = await realpath(folder);
  const server = createServer((request, response) => {
    answer(root, base, live, request, response).catch(() => response.destroy());
  });
  const listening = await listen(server, port);
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  signal.addEventListener('abort', close, { once: true });
  return { address: `http://127.0.0.1:${listening}${base}`, [Symbol.asyncDispose]: close };
}

async function answer(
  root: string,
  base: string,
  live: Live | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const { pathname, search } = new URL(`http://localhost${request.url ?? '/'}`);
  if (pathname.startsWith(base) && live?.answers(pathname.slice(base.length), response) === true) return;
  const found =
    pathname.startsWith(base) && !pathname.includes('//') ? await findFile(root, pathname.slice(base.length)) : null;
  if (found === 'folder') {
    response.writeHead(308, { location: `${pathname}/${search}` }).end();
    return;
  }
  const file = found ?? { path: join(root, '404.html'), size: null };
  const headers = {
    'content-type': typeOf(file.path),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  };
  const status = found === null ? 404 : 200;
  if (live !== undefined && file.path.endsWith('.html')) {
    response.writeHead(status, headers).end(live.inject(await readFile(file.path, 'utf8'), base));
    return;
  }
  response.writeHead(status, file.size === null ? headers : { ...headers, 'content-length': file.size });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file.path), response);
}

/** The file a path means, `folder` when only the trailing slash is missing, null when there is none inside `root`. */
async function findFile(root: string, path: string): Promise<{ path: string; size: number } | 'folder' | null> {
  const decoded = decodePath(path);
  if (decoded === null) return null;
  const wanted = join(root, decoded.endsWith('/') || decoded === '' ? `${decoded}index.html` : decoded);
  try {
    const real = await realpath(wanted);
    if (!real.startsWith(root + sep)) return null;
    const facts = await stat(real);
    if (facts.isDirectory()) return 'folder';
    return facts.isFile() ? { path: real, size: facts.size } : null;
  } catch {
    return null;
  }
}

function decodePath(path: string): string | null {
  try {
    const decoded = decodeURIComponent(path);
    return decoded.includes('\0') ? null : decoded;
  } catch {
    return null;
  }
}

function typeOf(path: string): string {
  return TYPES[extname(path)] ?? 'application/octet-stream';
}

async function listen(server: Server, wanted: number): Promise<number> {
  const last = wanted === 0 ? 0 : wanted + PORTS_TRIED - 1;
  for (let port = wanted; port <= last; port++) {
    const taken = await new Promise<boolean>((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(true) : reject(error));
      server.once('error', failed);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', failed);
        resolve(false);
      });
    });
    const address = server.address();
    if (!taken && typeof address === 'object' && address !== null) return address.port;
  }
  throw new KnownError(`ports ${wanted} to ${last} are all taken`, 'give a free one: --port 8080');
}
