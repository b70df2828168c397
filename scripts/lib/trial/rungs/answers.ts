import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evidence, Probe, Rung } from '../../types.ts';
import type { Edge } from '../edge/edge.ts';
import { get, type Response } from '../edge/request.ts';
import { judgeResponse } from '../judge.ts';
import { firstAssets } from '../page.ts';
import type { Route, TrialPlan } from '../plan.ts';
import { type Browser, takeScreenshot } from '../screenshot.ts';

export interface AnswersContext {
  readonly plan: TrialPlan;
  readonly edge: Edge;
  /** Folder of the report; evidence lies in `evidence/` below it. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** How long a route may take until it answers as declared. */
  readonly patienceMs: number;
  readonly browser: Promise<Browser | null>;
}

const REDIRECTS = 5;

/** Asks for every declared probe by the route the labels declare, then for the page's first stylesheet and script. */
export async function answers(context: AnswersContext): Promise<Rung> {
  const started = performance.now();
  const { plan, edge, signal } = context;
  const route = plan.routes[0];
  const done = (rest: Pick<Rung, 'status' | 'measures' | 'evidence'> & { reason?: string }): Rung => ({
    id: 'answers',
    durationMs: Math.round(performance.now() - started),
    ...rest,
  });
  if (route?.hosts[0] === undefined) {
    const reason = 'No service has a router rule label with a host; add one, or declare trial.skip for this rung.';
    return done({ status: 'fail', reason, measures: {}, evidence: [] });
  }
  const evidence: Evidence[] = [];
  let retries = 0;
  let slowest = 0;
  const probes: readonly Probe[] = plan.probes.length > 0 ? plan.probes : [{ path: '/', status: 200 }];
  let first: Response | null = null;
  for (const [index, probe] of probes.entries()) {
    const outcome = await ask(edge, route, probe, context.patienceMs, signal);
    retries += outcome.retries;
    if (outcome.response !== null) {
      evidence.push(await keepResponse(context.folder, index + 1, outcome.response));
      slowest = Math.max(slowest, outcome.response.milliseconds);
    }
    if (outcome.reason !== null) {
      const measures = { retries, slowestMs: slowest };
      return done({ status: 'fail', reason: outcome.reason, measures, evidence });
    }
    first ??= outcome.response;
  }
  const assets = first === null ? null : await missingAsset(edge, first, signal);
  evidence.push(...(await takeScreenshot(context.browser, edge.socket, first?.url ?? '', context.folder, signal)));
  const measures = { probes: probes.length, retries, slowestMs: slowest };
  if (assets !== null) return done({ status: 'fail', reason: assets, measures, evidence });
  return done({ status: 'pass', measures, evidence });
}

interface Outcome {
  readonly response: Response | null;
  readonly reason: string | null;
  readonly retries: number;
}

/** Asks again, a little later each time, while the answer may still become right. */
async function ask(edge: Edge, route: Route, probe: Probe, patienceMs: number, signal: AbortSignal): Promise<Outcome> {
  const deadline = performance.now() + patienceMs;
  for (let retries = 0; ; retries++) {
    const outcome = await askOnce(edge, route, probe, signal);
    signal.throwIfAborted();
    if (outcome.reason === null || !outcome.retry || performance.now() > deadline) return { ...outcome, retries };
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

/** A page whose style or script is missing answers, and is still unusable. */
async function missingAsset(edge: Edge, page: Response, signal: AbortSignal): Promise<string | null> {
  const { css, js } = firstAssets(page.body);
  for (const [kind, written] of [
    ['stylesheet', css],
    ['script', js],
  ] as const) {
    if (written === null) continue;
    const url = URL.canParse(written, page.url) ? new URL(written, page.url) : null;
    if (url === null || url.hostname !== new URL(page.url).hostname) continue;
    const response = await get(edge.socket, url, signal).catch((error: unknown) => String(error));
    const status = typeof response === 'string' ? response : response.status;
    if (status !== 200) return `The page's first ${kind} ${url.pathname} answered ${status}, expected 200.`;
  }
  return null;
}

async function keepResponse(folder: string, index: number, response: Response): Promise<Evidence> {
  const file = `evidence/response-${index}.txt`;
  const headers = Object.entries(response.headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`GET ${response.url}`, `HTTP ${response.status} in ${response.milliseconds} ms`, ...headers];
  await mkdir(join(folder, 'evidence'), { recursive: true });
  await writeFile(join(folder, file), `${head.join('\n')}\n\n${response.body.slice(0, 64 * 1024)}`);
  return { kind: 'response', title: `GET ${response.url}`, text: head.slice(1, 2).join('\n'), file };
}
