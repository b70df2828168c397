import type { Probe } from '../types.ts';
import type { Edge } from './edge/edge.ts';
import { get, type Response } from './edge/request.ts';
import { edgeReason, judgeResponse } from './judge.ts';
import type { Route } from './plan.ts';

const REDIRECTS = 5;

export interface Outcome {
  readonly response: Response | null;
  readonly reason: string | null;
  readonly retries: number;
  /** Why it was asked again, the last time; null when once was enough. */
  readonly retried: string | null;
}

/** Asks for one probe; again, a little later each time, while the answer may still become right. */
export async function ask(
  edge: Edge,
  route: Route,
  probe: Probe,
  patienceMs: number,
  signal: AbortSignal,
): Promise<Outcome> {
  const deadline = performance.now() + patienceMs;
  let retried: string | null = null;
  for (let retries = 0; ; retries++) {
    const { response, reason, retry } = await askOnce(edge, route, probe, signal);
    signal.throwIfAborted();
    if (reason === null || !retry || performance.now() > deadline) return { response, reason, retries, retried };
    retried = reason;
    await new Promise((resolve) => setTimeout(resolve, Math.min(50 * 2 ** retries, 1000)));
  }
}

async function askOnce(edge: Edge, route: Route, probe: Probe, signal: AbortSignal) {
  const start = new URL(`https://${route.hosts[0]}${probe.path}`);
  try {
    const followed = await follow(edge, route, start, probe.status, signal);
    if (typeof followed === 'string') return { response: null, reason: followed, retry: false };
    const verdict = judgeResponse(probe, route, followed);
    return { response: followed, reason: verdict?.reason ?? null, retry: verdict?.retry ?? false };
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Error ? error.message : String(error);
    return { response: null, reason: `GET ${start.href}: no answer (${cause}).`, retry: true };
  }
}

/** Follows redirects inside the route's hosts unless a redirect is what the probe expects. A string says what went wrong. */
async function follow(
  edge: Edge,
  route: Route,
  start: URL,
  expected: number,
  signal: AbortSignal,
): Promise<Response | string> {
  let url = start;
  for (let hops = 0; hops <= REDIRECTS; hops++) {
    const response = await get(edge.socket, url, signal);
    const { location } = response.headers;
    if (response.status < 300 || response.status > 399 || response.status === expected || location === undefined) {
      return response;
    }
    const next = new URL(location, url);
    if (!route.hosts.includes(next.hostname)) {
      return `GET ${url.href} redirects to "${next.host}", which the router rule label does not name.`;
    }
    url = next;
  }
  return `GET ${start.href} redirects more than ${REDIRECTS} times.`;
}

/** Every declared address after the first, which the probes use: null when all lead to the app, whatever it answers. */
export async function unreached(
  edge: Edge,
  routes: readonly Route[],
  patienceMs: number,
  signal: AbortSignal,
): Promise<string | null> {
  const addresses = routes.flatMap((route) => route.hosts.map((host) => ({ route, host })));
  for (const { route, host } of addresses.slice(1)) {
    const reason = await reach(edge, route, new URL(`https://${host}${route.path}`), patienceMs, signal);
    if (reason !== null) return reason;
  }
  return null;
}

async function reach(
  edge: Edge,
  route: Route,
  url: URL,
  patienceMs: number,
  signal: AbortSignal,
): Promise<string | null> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const response = await get(edge.socket, url, signal).catch((error: unknown) => String(error));
    signal.throwIfAborted();
    if (typeof response !== 'string' && response.edge === null) return null;
    if (performance.now() > deadline) {
      const why =
        typeof response === 'string' ? `no answer (${response})` : edgeReason(route, response.edge ?? 'no-route');
      return `GET ${url.href}: ${why}`;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
