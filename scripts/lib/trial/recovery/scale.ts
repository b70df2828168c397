import { setTimeout as sleep } from 'node:timers/promises';
import type { Installed } from '../installed.ts';
import type { Outage } from '../prober.ts';
import type { Fault } from '../task-fault.ts';
import { setReplicas } from './replicas.ts';
import { awaitRecovery } from './wait.ts';

/** The edge notices a task that comes or goes within a second; a visitor who waits longer waits for the app. */
const LONGEST_GAP_MS = 2000;
const SETTLE_MS = 1500;

export interface Scaled {
  readonly fault: Fault | null;
  readonly outage: Outage | null;
}

/** Doubles the replicas of a service and takes them back, while somebody asks every 250 ms. */
export async function scale({ context, ask }: Installed, name: string): Promise<Scaled> {
  const { engine, observer, signal } = context;
  const { services } = await observer.snapshot();
  const service = services.find((each) => each.name === name);
  const replicas = service?.replicas;
  if (service === undefined || typeof replicas !== 'number') {
    const what = service === undefined ? 'not a service' : 'not replicated';
    return {
      fault: faultOf(name, `Service "${name}" is declared scalable under "trial", and is ${what}.`),
      outage: null,
    };
  }
  await sleep(SETTLE_MS, undefined, { signal });
  const prober = ask();
  let fault: Fault | null = null;
  for (const count of [replicas * 2, replicas]) {
    const at = Date.now();
    await setReplicas(engine, service, count);
    const { fault: found } = await awaitRecovery(context, { at, killed: new Set() });
    if (found !== null) {
      fault = { ...found, reason: `Scaled to ${count} replicas: ${found.reason}` };
      break;
    }
    await sleep(SETTLE_MS, undefined, { signal });
  }
  const outage = (await prober?.stop()) ?? null;
  if (fault === null && outage !== null && outage.longestGapMs > LONGEST_GAP_MS) {
    const gap = (outage.longestGapMs / 1000).toFixed(1);
    const times = `from ${replicas} to ${replicas * 2} and back`;
    fault = faultOf(name, `Service "${name}" was scaled ${times}, and nobody got an answer for ${gap} s meanwhile.`);
  }
  return { fault, outage };
}

function faultOf(service: string, reason: string): Fault {
  return { reason, ours: false, service, containerId: null };
}
