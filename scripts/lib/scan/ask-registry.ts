/**
 * What a registry says when it is asked for a database. Some Trivys fail without a word, and none says it within
 * a second: so it is asked first, by whoever can tell a login from a limit.
 */
import { fault, type ScanFault } from './fault.ts';
import type { DatabaseRepository } from './repository.ts';

const ASK_MS = 15_000;
const MANIFESTS = 'application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json';

/** Of the connection; whatever else goes wrong (a certificate, a proxy) may go right for the scanner. */
const SILENT =
  /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|UND_ERR_(?:CONNECT_TIMEOUT|SOCKET))$/;

/** Null when nothing speaks against fetching it from there. Throws only when `signal` fires. */
export async function objectionOf(
  { location, tls }: DatabaseRepository,
  tag: string,
  signal: AbortSignal,
): Promise<ScanFault | null> {
  const [host = '', ...path] = location.split('/');
  const url = `${tls ? 'https' : 'http'}://${host}/v2/${path.join('/')}/manifests/${tag}`;
  const ask = async (address: string, headers: Record<string, string>) =>
    await fetch(address, { headers, signal: AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)]) });
  try {
    const first = await ask(url, { accept: MANIFESTS });
    const realm = first.status === 401 ? tokenAddress(first.headers.get('www-authenticate')) : null;
    if (realm === null) return objection(first.status, location);
    const granted = await ask(realm, {});
    if (!granted.ok) return objection(granted.status, location);
    const { token, access_token: other } = (await granted.json()) as { token?: string; access_token?: string };
    const second = await ask(url, { accept: MANIFESTS, authorization: `Bearer ${token ?? other}` });
    return objection(second.status, location);
  } catch (error) {
    signal.throwIfAborted();
    const why = silence(error);
    return why === null ? null : fault('database-download', `${host} does not answer: ${why}`);
  }
}

/** Where a token that everybody gets is to be had, of `Bearer realm="…",service="…",scope="…"`. */
function tokenAddress(challenge: string | null): string | null {
  const told = Object.fromEntries(
    [...(challenge ?? '').matchAll(/([a-z]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  );
  if (!/^bearer /i.test(challenge ?? '') || !URL.canParse(told.realm ?? '')) return null;
  const address = new URL(told.realm ?? '');
  for (const name of ['service', 'scope']) if (told[name] !== undefined) address.searchParams.set(name, told[name]);
  return address.href;
}

function objection(status: number, location: string): ScanFault | null {
  if (status === 429) return fault('rate-limit', `${location} allows no more requests for now`, true);
  if (status === 401 || status === 403) return fault('registry-auth', `${location} wants a login`);
  if (status === 404) return fault('database-download', `there is no database at ${location}`);
  return status >= 500 ? fault('database-download', `${location} answers with ${status}`, true) : null;
}

function silence(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error.name === 'TimeoutError') return `nothing within ${ASK_MS / 1000} s`;
  const { code, message } = (error.cause ?? error) as NodeJS.ErrnoException;
  return SILENT.test(code ?? '') ? message || `${code}` : null;
}
