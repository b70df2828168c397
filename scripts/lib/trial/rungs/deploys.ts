import { setTimeout as sleep } from 'node:timers/promises';
import type { ScriptResult } from '../../engine/engine.ts';
import type { TrialContext } from '../context.ts';
import { type Convergence, converge, isEngineBusy } from '../converge.ts';
import { type Deadline, openDeadline } from '../deadline.ts';
import { lastLine, runPlanned } from '../script.ts';
import type { Fault } from '../task-fault.ts';

const POLL_MS = 75;

/** A container that passed its healthcheck has shown something; without one, `running` shows nothing at all. */
const HOLD_MS = { checked: 2000, unchecked: 5000 };

export interface Deployment {
  /** Null: everything runs as wanted. */
  readonly fault: Fault | null;
  /** Null unless it converged. */
  readonly secondsToHealthy: number | null;
  readonly deployedAt: number;
  /** What the commands printed. */
  readonly output: string;
  readonly durationMs: number;
}

/** Creates the secrets, deploys, and waits until all of it runs or cannot any more. Needs the network first. */
export async function deploy(context: TrialContext): Promise<Deployment> {
  const started = Date.now();
  const secrets = await runPlanned(context, 'secrets');
  const deployedAt = Date.now();
  const result = secrets === null || secrets.exitCode === 0 ? await runPlanned(context, 'deploy') : null;
  const output = `${secrets?.output ?? ''}\n${result?.output ?? ''}`;
  const commanded = commandFault(secrets, 'Creating the secrets') ?? commandFault(result, 'docker stack deploy');
  const settled = commanded === null ? await settle(context, deployedAt, 0) : { fault: commanded, since: null };
  const secondsToHealthy = settled.since === null ? null : Math.max(0, settled.since - deployedAt) / 1000;
  return { fault: settled.fault, secondsToHealthy, deployedAt, output, durationMs: Date.now() - started };
}

function commandFault(result: ScriptResult | null, what: string): Fault | null {
  if (result === null || result.exitCode === 0) return null;
  return faultOf(`${what} failed: ${lastLine(result.output)}`);
}

/** Watches a converged stack until it has held long enough. Null when it did. */
export async function hold(context: TrialContext, deployedAt: number): Promise<Fault | null> {
  const { services } = await context.observer.snapshot();
  const holdMs = services.every(({ hasHealthcheck }) => hasHealthcheck) ? HOLD_MS.checked : HOLD_MS.unchecked;
  return (await settle(context, deployedAt, holdMs)).fault;
}

/** Whether it still is what it was when it converged, without waiting. */
export async function stillHolds(context: TrialContext, deployedAt: number): Promise<Fault | null> {
  const outcome = await look(context, deployedAt, 0);
  if (outcome.status === 'failed') return outcome;
  return outcome.status === 'waiting' ? faultOf(`It was healthy and no longer is: ${outcome.reason}.`) : null;
}

interface Settled {
  readonly fault: Fault | null;
  /** When the last task came up; null when it did not. */
  readonly since: number | null;
}

/** Looks until it is what was wanted and held, or cannot become so, or its own time is up. */
async function settle(context: TrialContext, deployedAt: number, holdMs: number): Promise<Settled> {
  const deadline = openDeadline(context);
  for (;;) {
    const outcome = await look(context, deployedAt, holdMs);
    if (outcome.status === 'converged') return { fault: null, since: outcome.since };
    if (outcome.status === 'failed') return { fault: outcome, since: null };
    if (deadline.hasPassed()) return { fault: await overdue(context, deadline, outcome.reason), since: null };
    await sleep(POLL_MS, undefined, { signal: context.signal });
  }
}

/** Its own time is up. Where the engine has not even started its containers, or the machine is too busy to tell, the time was ours. */
async function overdue({ observer }: TrialContext, deadline: Deadline, waitsFor: string): Promise<Fault> {
  const ours = deadline.isOurs() || isEngineBusy(await observer.snapshot());
  const reason = `It is not healthy after ${deadline.told()}: ${waitsFor}.`;
  return { ...faultOf(ours ? `The engine is too slow: ${reason}` : reason), ours };
}

async function look(context: TrialContext, deployedAt: number, holdMs: number): Promise<Convergence> {
  const state = await context.observer.snapshot();
  const { plan, digests, observer } = context;
  return converge({ deployedAt, services: plan.services, digests, holdMs }, state, observer.events, Date.now());
}

function faultOf(reason: string): Fault {
  return { reason, ours: false, service: '', containerId: null };
}
