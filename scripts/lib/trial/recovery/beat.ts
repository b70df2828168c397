import { randomInt } from 'node:crypto';
import type { Evidence, Rung } from '../../types.ts';
import { lostCanaries } from '../canary/plant.ts';
import { shortfallOf } from '../canary/shortfall.ts';
import { collectEvidence } from '../evidence.ts';
import type { AvailableImage } from '../images.ts';
import { canaryEvidence, type Installed, install, lastWords, type RungOptions } from '../installed.ts';
import { mustRun } from '../lay-out.ts';
import type { TrialPlan } from '../plan.ts';
import { rung } from '../rung.ts';
import type { Fault } from '../task-fault.ts';
import { coldStart, startable } from './cold-start.ts';
import { shuffled } from './judge.ts';
import { killOne } from './kill.ts';
import { scale } from './scale.ts';
import { awaitRecovery, type Recovered } from './wait.ts';

/** What came of it so far; filled in as it goes, so that a failure still tells how far it came. */
interface Story {
  readonly measures: Record<string, number>;
  readonly lines: string[];
}

/** What was not as it had been. */
interface Damage {
  readonly reason: string;
  readonly fault: Fault | null;
  readonly lost: readonly string[];
}

/** All that is done on one node: kills, cold starts, scaling; until something does not come back as it was. */
export async function beat(
  plan: TrialPlan,
  workplace: string,
  images: readonly AvailableImage[],
  options: RungOptions,
): Promise<Rung> {
  await using installed = await install(plan, workplace, images, options);
  mustRun(installed, 'this version');
  const { context, planted } = installed;
  const seed = randomInt(2 ** 31);
  const story: Story = { measures: { canaries: planted.canaries.length, seed }, lines: [`seed ${seed}`] };
  const damage = (await killAndStart(installed, seed, story, options)) ?? (await scaleAll(installed, story, options));
  const told: Evidence = { kind: 'recovery', title: 'What was done', text: story.lines.join('\n') };
  const { measures } = story;
  const evidence = [
    ...(await lastWords(context, damage?.fault ?? null)),
    told,
    ...canaryEvidence(planted, damage?.lost ?? []),
  ];
  if (damage !== null) {
    const collected = await collectEvidence(context, '');
    const { reason } = damage;
    return rung('recovers', 'fail', { measures, evidence: [...evidence, ...collected], reason });
  }
  const { status = 'pass', ...shortfall } = shortfallOf(planted, context.plan) ?? {};
  if (status === 'pass' && measures.secondsToRecover === undefined) {
    const reason = 'no service has a task that could be killed';
    return rung('recovers', 'unverified', { measures, evidence, reason });
  }
  return rung('recovers', status, { measures, evidence, ...shortfall });
}

interface Step {
  readonly measure: 'secondsToRecover' | 'secondsToColdStart';
  readonly what: string;
  /** Null when there was nothing to do. */
  readonly act: () => Promise<Recovered | null>;
}

async function killAndStart(
  installed: Installed,
  seed: number,
  { measures, lines }: Story,
  { progress }: RungOptions,
): Promise<Damage | null> {
  for (const { measure, what, act } of await stepsOf(installed, seed)) {
    progress(what);
    const recovered = await act();
    if (recovered === null) continue;
    const { fault, seconds } = recovered;
    if (fault !== null) return { reason: `After ${what}: ${fault.reason}`, fault, lost: [] };
    lines.push(`${what}: healthy again after ${seconds.toFixed(1)} s`);
    measures[measure] = Math.max(measures[measure] ?? 0, seconds);
    const lost = await lostCanaries(installed.world, installed.planted.canaries);
    if (lost[0] !== undefined) return { reason: `After ${what} data was lost: ${lost[0]}.`, fault: null, lost };
  }
  return null;
}

async function stepsOf({ context }: Installed, seed: number): Promise<readonly Step[]> {
  const { plan, observer } = context;
  const order = shuffled(startable((await observer.snapshot()).services), seed);
  const orders = order.length > 1 ? [order, order.toReversed()] : [order];
  return [
    ...plan.services.map((name) => ({
      measure: 'secondsToRecover' as const,
      what: `the task of "${name}" was killed`,
      async act() {
        const blow = await killOne(context, name);
        return blow === null ? null : await awaitRecovery(context, blow);
      },
    })),
    ...orders.map((each) => ({
      measure: 'secondsToColdStart' as const,
      what: `all was killed and started in the order ${each.join(', ')}`,
      act: () => coldStart(context, each),
    })),
  ];
}

async function scaleAll(
  installed: Installed,
  { measures, lines }: Story,
  { progress }: RungOptions,
): Promise<Damage | null> {
  for (const name of installed.context.plan.scalable) {
    progress(`scales ${name}`);
    const { fault, outage } = await scale(installed, name);
    if (fault !== null) return { reason: fault.reason, fault, lost: [] };
    const { requests, failed } = outage ?? { requests: 0, failed: 0 };
    lines.push(`${name} was scaled to twice its replicas and back: ${failed} of ${requests} requests failed`);
    measures.requests = (measures.requests ?? 0) + requests;
    measures.requestsFailed = (measures.requestsFailed ?? 0) + failed;
  }
  return null;
}
