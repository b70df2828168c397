import { isDeepStrictEqual } from 'node:util';
import type { Observation, ObservedEvent, ObservedService, ObservedTask } from './observation.ts';
import { eventFault, type Fault, isMishap, plainError, taskFault } from './task-fault.ts';

export interface Expectation {
  /** When the deployment began; milliseconds since 1970. */
  readonly deployedAt: number;
  /** Names of the services that must be there. */
  readonly services: readonly string[];
  /** Digest of every image that could be had, by the reference in the compose file. */
  readonly digests: { readonly [reference: string]: string };
  /** How long everything must stay as wanted before it counts. */
  readonly holdMs: number;
}

export type Convergence =
  | { readonly status: 'waiting'; readonly reason: string }
  | { readonly status: 'converged' /** When the last task came up. */; readonly since: number }
  | ({ readonly status: 'failed' } & Fault);

/**
 * Whether the stack is what was asked for. N/N alone proves nothing: a rolled-back service is N/N too. So every task that should
 * run must run exactly what the service now says, no update may be open, and it must have held.
 */
export function converge(
  expectation: Expectation,
  state: Observation,
  events: readonly ObservedEvent[],
  now: number,
): Convergence {
  const fault = firstFault(expectation, state, events, now);
  if (fault !== null) return { status: 'failed', ...fault };
  const missing = expectation.services.find((name) => !state.services.some((service) => service.name === name));
  if (missing !== undefined) return { status: 'waiting', reason: `service "${missing}" is not there yet` };
  let since = expectation.deployedAt;
  for (const service of state.services) {
    const settled = settle(expectation, service, state);
    if (typeof settled === 'string') return { status: 'waiting', reason: `${service.name}: ${settled}` };
    since = Math.max(since, settled);
  }
  if (now - since < expectation.holdMs) return { status: 'waiting', reason: 'everything runs; it must hold' };
  return { status: 'converged', since };
}

/** When the service became what it should be, or what it still waits for. */
export function settle(
  { deployedAt }: Pick<Expectation, 'deployedAt'>,
  service: ObservedService,
  state: Observation,
): number | string {
  const { update } = service;
  const ours = update !== null && service.updatedAt >= deployedAt;
  if (ours && update.state !== 'completed') return `the update is ${update.state}`;
  if (ours && update.startedAt < deployedAt) return 'the update has not begun';
  const tasks = state.tasks.filter(({ serviceId }) => serviceId === service.id);
  const done = tasks.filter((task) => task.state === 'complete' && mayComplete(service));
  const wanted = tasks.filter(({ desired }) => desired === 'running' || desired === 'ready');
  const right = wanted.filter((task) => task.state === 'running' && matches(task, service));
  const count = replicasOf(service, state.nodes);
  const states = wanted.map(({ state: each }) => each).join(', ') || 'no task yet';
  const ready = right.length + new Set(done.map(({ slot }) => slot)).size;
  if (ready !== count || wanted.length !== right.length) return `${right.length} of ${count} run (${states})`;
  return Math.max(0, ...[...right, ...done].map(({ since }) => since));
}

function firstFault(
  expectation: Expectation,
  state: Observation,
  events: readonly ObservedEvent[],
  now: number,
): Fault | null {
  const { deployedAt } = expectation;
  // What an update replaces may end as it likes.
  const replaced = state.tasks.filter(({ createdAt, desired }) => createdAt < deployedAt && desired === 'shutdown');
  const old = new Set(replaced.map(({ containerId }) => containerId));
  for (const event of events) {
    if (event.at < deployedAt || old.has(event.containerId)) continue;
    const service = state.services.find(({ name }) => name === event.service);
    const fault = eventFault(event, service);
    if (fault !== null) return fault;
  }
  for (const service of state.services) {
    const fault = updateFault(expectation, service, state) ?? digestFault(expectation, service);
    if (fault !== null) return fault;
  }
  const tasks = state.tasks.filter((task) => !replaced.includes(task)).sort((a, b) => a.createdAt - b.createdAt);
  for (const task of tasks) {
    const service = state.services.find(({ id }) => id === task.serviceId);
    if (service === undefined || (isPortTaken(task) && holdsPort(state, task, now))) continue;
    const others = tasks.filter(({ serviceId, slot }) => serviceId === task.serviceId && slot === task.slot);
    const fault = taskFault(task, service, others, expectation.digests);
    if (fault !== null) return fault;
  }
  return null;
}

function isPortTaken({ state, error }: ObservedTask): boolean {
  return state === 'pending' && /host-mode port already in use/.test(error);
}

/** Swarm names the port of the task that goes as the obstacle, and looks again when it has ended. */
const LOOKS_AGAIN_MS = 5000;

function holdsPort({ tasks }: Observation, { serviceId, createdAt }: ObservedTask, now: number): boolean {
  return tasks.some(
    (old) =>
      old.serviceId === serviceId &&
      old.createdAt < createdAt &&
      (old.desired === 'shutdown' || old.desired === 'remove') &&
      (old.state === 'running' || now - old.since < LOOKS_AGAIN_MS),
  );
}

/** An update that was undone leaves everything running, on the old bytes; the task that it was undone for is still listed. */
function updateFault({ deployedAt }: Expectation, service: ObservedService, state: Observation): Fault | null {
  const { update } = service;
  if (update === null || update.startedAt < deployedAt || !/^(rollback_|paused)/.test(update.state)) return null;
  const failed = state.tasks.find(
    (task) => task.serviceId === service.id && task.createdAt >= deployedAt && /^(failed|rejected)$/.test(task.state),
  );
  const cause = failed === undefined ? update.message : `its new task ${failed.state}: ${plainError(failed.error)}`;
  const reason = `Service "${service.name}" was not updated (${update.state}): ${cause}.`;
  const ours = failed !== undefined && isMishap(failed);
  return { reason, ours, service: service.name, containerId: failed?.containerId ?? null };
}

/** Whatever else runs, it is not the bytes that were looked at; the engine gets its images from us. */
function digestFault({ digests }: Expectation, service: ObservedService): Fault | null {
  const [reference = '', digest] = service.image.split('@');
  const expected = digests[service.image] ?? digests[reference];
  if (expected === undefined || digest === expected) return null;
  const reason = `Service "${service.name}" runs ${digest ?? 'an unknown digest'} of ${reference}, expected ${expected}.`;
  return { reason, ours: true, service: service.name, containerId: null };
}

function matches(task: ObservedTask, service: ObservedService): boolean {
  return task.forceUpdate === service.forceUpdate && isDeepStrictEqual(task.containerSpec, service.containerSpec);
}

export function replicasOf({ replicas }: ObservedService, nodes: number): number {
  if (replicas === 'global') return nodes;
  return replicas === 'job' ? 1 : replicas;
}

function mayComplete(service: ObservedService): boolean {
  return service.replicas === 'job' || service.restarts !== 'any';
}

/** States of a task that no recipe can hasten: scheduling it, and bringing the image, which comes from this machine. */
const BEFORE_START = ['new', 'allocated', 'pending', 'assigned', 'accepted', 'preparing'];

/** Whether a container that should run has not been started yet, for no reason that swarm would name. */
export function isEngineBusy({ tasks }: Observation): boolean {
  return tasks.some(
    ({ desired, state, error }) =>
      (desired === 'running' || desired === 'ready') && error === '' && BEFORE_START.includes(state),
  );
}
