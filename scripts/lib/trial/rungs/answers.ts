import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evidence, Probe, Retry, Rung } from '../../types.ts';
import { ask, unreached } from '../asking.ts';
import type { Edge } from '../edge/edge.ts';
import { get, type Response } from '../edge/request.ts';
import { firstRunOf, type Seen } from '../first-run.ts';
import { firstAssets } from '../page.ts';
import type { TrialPlan } from '../plan.ts';
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

/**
 * Asks for every declared probe by the route the labels declare, then for the page's first stylesheet and script, and whether
 * every other declared host leads to the app.
 */
export async function answers(context: AnswersContext): Promise<Rung> {
  const started = performance.now();
  const { plan, edge, signal } = context;
  const route = plan.routes[0];
  const retried: Retry[] = [];
  const done = (rest: Pick<Rung, 'status' | 'measures' | 'evidence'> & { reason?: string }): Rung => ({
    id: 'answers',
    durationMs: Math.round(performance.now() - started),
    ...rest,
    ...(retried.length === 0 ? {} : { retried }),
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
    if (outcome.retried !== null) {
      retried.push({ step: `GET ${probe.path}`, reason: outcome.retried, times: outcome.retries });
    }
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
  const others = await unreached(edge, plan.routes, context.patienceMs, signal);
  retried.push(...others.retried);
  const assets = first === null ? null : await missingAsset(edge, first, signal);
  const picture = await takeScreenshot(context.browser, edge.socket, first?.url ?? '', context.folder, signal);
  const root = await ask(edge, route, { path: '/', status: 200 }, 0, signal);
  const open = [root.response, picture.page].map((page) => (page === null ? null : openTo(page))).find(isEvidence);
  evidence.push(picture.evidence, ...(open === undefined ? [] : [open]));
  const measures = {
    probes: probes.length,
    retries,
    slowestMs: slowest,
    ...(picture.page === null ? {} : { consoleErrors: picture.page.consoleErrors }),
    firstRunOpen: open === undefined ? 0 : 1,
  };
  const reason = others.reason ?? assets;
  if (reason !== null) return done({ status: 'fail', reason, measures, evidence });
  return done({ status: 'pass', measures, evidence });
}

/** A set-up that waits for whoever comes first. */
function openTo(page: Seen): Evidence | null {
  const words = firstRunOf(page);
  if (words === null) return null;
  const text = `A fresh install lets whoever comes first set it up: ${page.url} says ${JSON.stringify(words.slice(0, 80))}.`;
  return { kind: 'first-run', title: 'Set-up open to strangers', text };
}

function isEvidence(evidence: Evidence | null): evidence is Evidence {
  return evidence !== null;
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
