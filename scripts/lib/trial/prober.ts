import { setTimeout as sleep } from 'node:timers/promises';
import type { Probe, Rung } from '../types.ts';
import { ask } from './asking.ts';
import type { Edge } from './edge/edge.ts';
import type { Route } from './plan.ts';

/** One request and what came of it. Times are milliseconds on one monotonic clock. */
export interface Beat {
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly right: boolean;
}

/** What a visitor would have noticed. */
export interface Outage {
  readonly requests: number;
  readonly failed: number;
  /** Longest time between two right answers, as far as a failed request lies between them; 0 when none failed. */
  readonly longestGapMs: number;
}

export interface Prober {
  /** Stops asking and waits for what is under way. */
  stop(): Promise<Outage>;
}

const EVERY_MS = 250;
/** A visitor gives up as well; and no stalled app may pile up requests. */
const MOST_AT_ONCE = 16;

/** Asks for `probe` every 250 ms until stopped, whatever becomes of the requests before. */
export function startProber(edge: Edge, route: Route, probe: Probe, signal: AbortSignal): Prober {
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  const beats: Beat[] = [];
  const underWay = new Set<Promise<void>>();
  const beat = async (): Promise<void> => {
    const askedAt = performance.now();
    const outcome = await ask(edge, route, probe, 0, signal).catch(() => null);
    beats.push({ askedAt, answeredAt: performance.now(), right: outcome?.reason === null });
  };
  const timer = setInterval(() => {
    if (underWay.size >= MOST_AT_ONCE) return;
    const asking = beat().finally(() => underWay.delete(asking));
    underWay.add(asking);
  }, EVERY_MS);
  ended.addEventListener('abort', () => clearInterval(timer), { once: true });
  return {
    async stop() {
      stop.abort();
      await Promise.all(underWay);
      signal.throwIfAborted();
      return outageOf(beats);
    },
  };
}

/** Asks until the answer is right: null then, else what was wrong with the last one after `patienceMs`. */
export async function awaitAnswer(
  edge: Edge,
  route: Route,
  probe: Probe,
  patienceMs: number,
  signal: AbortSignal,
): Promise<string | null> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    // The edge may not have heard of the route yet.
    const { reason } = await ask(edge, route, probe, 0, signal);
    if (reason === null || performance.now() > deadline) return reason;
    await sleep(EVERY_MS, undefined, { signal });
  }
}

export function outageOf(beats: readonly Beat[]): Outage {
  const inOrder = beats.toSorted((a, b) => a.askedAt - b.askedAt);
  let longestGapMs = 0;
  let failedSince: number | null = null;
  let lastRight = inOrder[0]?.askedAt ?? 0;
  for (const { askedAt, answeredAt, right } of inOrder) {
    if (!right) failedSince ??= askedAt;
    else {
      if (failedSince !== null) longestGapMs = Math.max(longestGapMs, answeredAt - lastRight);
      failedSince = null;
      lastRight = answeredAt;
    }
  }
  const last = inOrder.at(-1);
  if (failedSince !== null && last !== undefined) longestGapMs = Math.max(longestGapMs, last.answeredAt - lastRight);
  const failed = beats.filter(({ right }) => !right).length;
  return { requests: beats.length, failed, longestGapMs: Math.round(longestGapMs) };
}

/** Pure: what a visitor would have noticed, from a rung's measures. */
export function noticed(measures: Rung['measures']): string {
  const { requests = 0, requestsFailed = 0, longestGapMs = 0 } = measures;
  if (requests === 0) return 'nobody could ask meanwhile';
  return `${requestsFailed} of ${requests} requests failed, the longest gap ${(longestGapMs / 1000).toFixed(1)} s`;
}
