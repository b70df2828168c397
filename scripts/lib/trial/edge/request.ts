import { request } from 'node:https';
import { connect } from 'node:tls';
import { EDGE_HEADER } from './haproxy.ts';

export interface Response {
  readonly url: string;
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  /** At most BODY_LIMIT characters. */
  readonly body: string;
  readonly milliseconds: number;
  /** Set when the edge itself answered, not the app: no-route, no-server or no-connection. */
  readonly edge: EdgePage | null;
}

type EdgePage = 'no-route' | 'no-server' | 'no-connection';

const BODY_LIMIT = 512 * 1024;
const TIMEOUT_MS = 15_000;

/** GET `url` through the edge's HTTPS socket. Rejects when nothing that is HTTP comes back in time. */
export function get(socket: string, url: URL, signal: AbortSignal): Promise<Response> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: url.hostname,
        path: `${url.pathname}${url.search}`,
        // Said here because Node adds the wrong port to it when the connection is not its own.
        headers: { host: url.host, 'user-agent': 'recipe-commons-trial', accept: 'text/html,*/*' },
        createConnection: () => connect({ path: socket, servername: url.hostname, rejectUnauthorized: false }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on('data', (chunk: Buffer) => {
          if (size < BODY_LIMIT) chunks.push(chunk);
          size += chunk.length;
        });
        incoming.on('error', reject);
        incoming.on('end', () => {
          const headers = Object.fromEntries(
            Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
          );
          const body = Buffer.concat(chunks).toString('utf8').slice(0, BODY_LIMIT);
          const status = incoming.statusCode ?? 0;
          const milliseconds = Math.round(performance.now() - started);
          resolve({ url: url.href, status, headers, body, milliseconds, edge: edgePage(status, headers, body) });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** HAProxy marks its own pages; Traefik's are known by their text, which they consist of. */
function edgePage(status: number, headers: Response['headers'], body: string): EdgePage | null {
  const marker = headers[EDGE_HEADER];
  if (marker === 'no-route' || marker === 'no-server' || marker === 'no-connection') return marker;
  const text = body.trim();
  if (status === 404 && text === '404 page not found') return 'no-route';
  if (status === 503 && text === 'no available server') return 'no-server';
  if (status === 502 && text === 'Bad Gateway') return 'no-connection';
  return null;
}
