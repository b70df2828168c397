import type { Probe, Retry } from '../types.ts';
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

/**
 * Every declared address after the first, which the probes use: `reason` is null when all lead to the app, whatever it answers.
 * `retried`: those that had to be asked more than once.
 */
export async function unreached(
  edge: Edge,
  routes: readonly Route[],
  patienceMs: number,
  signal: AbortSignal,
): Promise<{ readonly reason: string | null; readonly retried: readonly Retry[] }> {
  const addresses = routes.flatMap((route) => route.hosts.map((host) => ({ route, host })));
  const retried: Retry[] = [];
  for (const { route, host } of addresses.slice(1)) {
    const url = new URL(`https://${host}${route.path}`);
    const again = (reason: string, times: number) => retried.push({ step: `GET ${url.href}`, reason, times });
    const reason = await reach(edge, route, url, patienceMs, signal, again);
    if (reason !== null) return { reason, retried };
  }
  return { reason: null, retried };
}

async function reach(
  edge: Edge,
  route: Route,
  url: URL,
  patienceMs: number,
  signal: AbortSignal,
  again: (reason: string, times: number) => void,
): Promise<string | null> {
  const deadline = performance.now() + patienceMs;
  let last = '';
  for (let times = 0; ; times++) {
    const response = await get(edge.socket, url, signal).catch((error: unknown) => String(error));
    signal.throwIfAborted();
    const reached = typeof response !== 'string' && response.edge === null;
    if ((reached || performance.now() > deadline) && times > 0) again(last, times);
    if (reached) return null;
    last = typeof response === 'string' ? `no answer (${response})` : edgeReason(route, response.edge ?? 'no-route');
    if (performance.now() > deadline) return `GET ${url.href}: ${last}`;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
