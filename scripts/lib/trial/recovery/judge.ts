import { replicasOf, settle } from '../converge.ts';
import type { Observation, ObservedService } from '../observation.ts';
import { type Fault, plainError } from '../task-fault.ts';

/** What was done to a running stack. */
export interface Blow {
  /** When; milliseconds since 1970. */
  readonly at: number;
  /** Ids of the containers it hit: they count as gone, also before swarm has noticed. */
  readonly killed: ReadonlySet<string>;
}

export type Recovery =
  | { readonly status: 'waiting'; readonly reason: string }
  | { readonly status: 'back' /** When the last task came up. */; readonly at: number }
  | ({ readonly status: 'failed' } & Fault);

/** Without a healthcheck `running` shows nothing at all; so long it must at least stay so. */
const UNCHECKED_MS = 3000;

/** Swarm makes the next task in the same moment as it gives up the last; after so long there will be none. */
const SILENCE_MS = 3000;

/**
 * Pure: whether a stack is again what it was. A crash is no fault as long as a sibling is missing; that it crashes again and
 * again with all siblings running is one, and so is a task that nobody replaces.
 */
export function recovery(blow: Blow, observed: Observation, now: number): Recovery {
  const tasks = observed.tasks.filter(({ containerId }) => containerId === null || !blow.killed.has(containerId));
  const looked = observed.services.map((service) => ({
    service,
    settled: settle({ deployedAt: Number.POSITIVE_INFINITY }, service, { ...observed, tasks }),
  }));
  const up = looked.flatMap(({ settled }) => (typeof settled === 'number' ? [settled] : []));
  const back = Math.max(blow.at, ...up);
  for (const { service, settled } of looked) {
    if (typeof settled === 'number') continue;
    const siblingsUpAt = up.length === looked.length - 1 ? back : null;
    const fault = deadEnd(service, observed, { blow, siblingsUpAt, now });
    if (fault !== null) return { status: 'failed', ...fault };
  }
  const [down] = looked.filter(({ settled }) => typeof settled === 'string');
  if (down !== undefined) return { status: 'waiting', reason: `${down.service.name}: ${down.settled}` };
  const isUnchecked = observed.services.some(({ hasHealthcheck }) => !hasHealthcheck);
  if (isUnchecked && now - back < UNCHECKED_MS) return { status: 'waiting', reason: 'everything runs; it must hold' };
  return { status: 'back', at: back };
}

/** Why a service that is down will stay so, or null. */
function deadEnd(
  service: ObservedService,
  { tasks, nodes }: Observation,
  { blow, siblingsUpAt, now }: { blow: Blow; siblingsUpAt: number | null; now: number },
): Fault | null {
  const own = tasks.filter(({ serviceId }) => serviceId === service.id).sort((a, b) => a.createdAt - b.createdAt);
  const failed = own.filter(({ state, createdAt }) => /^(failed|rejected)$/.test(state) && createdAt >= blow.at);
  const about = { ours: false, service: service.name, containerId: failed.at(-1)?.containerId ?? null };
  const wanted = own.filter(({ desired }) => desired === 'running' || desired === 'ready');
  const stuck = wanted.find(
    ({ state, error, since }) => state === 'pending' && error !== '' && now - since > SILENCE_MS,
  );
  if (stuck !== undefined) {
    return { ...about, reason: `Service "${service.name}" cannot be placed: ${stuck.error}.` };
  }
  const changedAt = Math.max(blow.at, ...own.map(({ since }) => since));
  if (wanted.length < replicasOf(service, nodes) && now - changedAt > SILENCE_MS) {
    return { ...about, reason: `Service "${service.name}" stays down: ${silence(service)}.` };
  }
  const loop = siblingsUpAt === null ? [] : failed.filter(({ createdAt }) => createdAt > siblingsUpAt);
  const last = loop.at(-1);
  if (loop.length < 2 || last === undefined) return null;
  const code = last.exitCode === null || last.exitCode === 0 ? '' : ` with exit code ${last.exitCode}`;
  const reason = `Service "${service.name}" does not come back: it fails${code} again and again: ${plainError(last.error)}.`;
  return { ...about, reason };
}

function silence({ restarts }: ObservedService): string {
  if (restarts !== 'any') return `its restart_policy has the condition "${restarts}"`;
  return 'its restart_policy allows no more attempts (max_attempts)';
}

/** Pure: the items in an order that looks random and is always the same for one seed (xorshift, Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const order = [...items];
  let state = seed | 1;
  for (let last = order.length - 1; last > 0; last--) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = (state >>> 0) % (last + 1);
    [order[last], order[other]] = [order[other] as Item, order[last] as Item];
  }
  return order;
}
