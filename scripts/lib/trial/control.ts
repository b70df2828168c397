import { setTimeout as sleep } from 'node:timers/promises';
import type { TrialContext } from './context.ts';
import type { Outage, Prober } from './prober.ts';

const POLL_MS = 100;
/** Beyond the grace that the service asks for. */
const PATIENCE_MS = 60_000;
/** Some beats of the prober. */
const LOOK_MS = 1000;

/**
 * The negative control of a measurement in which nobody was turned away: the service behind the route is taken away, and now
 * somebody must be. The last thing that is done on an engine.
 */
export async function causeOutage(context: TrialContext, service: string, prober: Prober): Promise<Outage> {
  const { engine, observer, plan, signal } = context;
  const routed = (await observer.snapshot()).services.find(({ name }) => name === service);
  if (routed === undefined) throw new Error(`no service "${service}" to take away`);
  await engine.docker.getService(routed.id).remove();
  const label = [`com.docker.swarm.service.name=${plan.stack}_${service}`];
  const deadline = Date.now() + routed.stopGraceMs + PATIENCE_MS;
  while ((await engine.docker.listContainers({ filters: { label, status: ['running'] } })).length > 0) {
    if (Date.now() > deadline) throw new Error(`the engine does not stop service "${service}"`);
    await sleep(POLL_MS, undefined, { signal });
  }
  await sleep(LOOK_MS, undefined, { signal });
  return await prober.stop();
}

/** Pure: why what a prober saw says nothing, or null. `control`: what it saw of an outage that was caused, if need was. */
export function blindnessOf(seen: Outage, control: Outage | null): string | null {
  if (seen.requests === 0) return 'the prober is blind: it asked nothing';
  if (seen.failed === seen.requests)
    return `the prober is blind: not one of ${seen.requests} requests was answered right`;
  if (control === null || control.failed > 0) return null;
  return 'the prober is blind: with the service taken away, not one request failed';
}
