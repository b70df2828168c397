import type { ObservedEvent, ObservedService, ObservedTask } from './observation.ts';

/** The first fact that shows a deployment cannot become right. */
export interface Fault {
  readonly reason: string;
  /** True when it is this machine's or our fault, never the recipe's. */
  readonly ours: boolean;
  readonly service: string;
  /** Whose last words explain it, when there was a container. */
  readonly containerId: string | null;
}

/**
 * Docker's own doing, which swarm repairs by trying again: when the folder of a container's secrets was to be made read-only, some
 * process still had it open.
 */
export function isMishap({ state, error }: Pick<ObservedTask, 'state' | 'error'>): boolean {
  return state === 'failed' && /unable to remount dir as readonly.*device or resource busy/.test(error);
}

/** Nothing gets better by trying these again. */
const FINAL_EXIT_CODES = [126, 127, 128];

/** An event that only the event stream ever shows. */
export function eventFault(event: ObservedEvent, service: ObservedService | undefined): Fault | null {
  if (event.service === null) return null;
  const about = { ours: false, service: event.service, containerId: event.containerId };
  if (event.action === 'oom') return { ...about, reason: outOfMemory(event.service, service) };
  if (event.action !== 'health_status: unhealthy') return null;
  const words = event.probe?.trim().slice(-200) ?? '';
  const said = words === '' ? '; its probe says nothing' : `; its probe says ${JSON.stringify(words)}`;
  return { ...about, reason: `Service "${event.service}" is unhealthy${said}.` };
}

/**
 * Why a task proves that its service will not run, or null. `attempts`: all tasks of its replica, oldest first: one crash may be
 * the wait for a sibling, a second one is a loop.
 */
export function taskFault(
  task: ObservedTask,
  service: ObservedService,
  attempts: readonly ObservedTask[],
  digests: { readonly [reference: string]: string },
): Fault | null {
  const about = { ours: false, service: service.name, containerId: task.containerId };
  const name = `Service "${service.name}"`;
  if (task.state === 'pending' && task.error !== '') {
    return { ...about, reason: `${name} cannot be placed: ${task.error}.` };
  }
  if (task.state === 'rejected') {
    const provided = digests[service.image] ?? digests[service.image.split('@')[0] ?? ''];
    const ours = /^No such image/.test(task.error) && provided !== undefined;
    return { ...about, ours, reason: `${name} was rejected: ${task.error}.` };
  }
  if (task.oomKilled) return { ...about, reason: outOfMemory(service.name, service) };
  if (task.state === 'complete' && service.restarts === 'any' && service.replicas !== 'job') {
    return { ...about, reason: `${name} ended by itself with exit code 0; a service must keep running.` };
  }
  if (task.state !== 'failed') return null;
  const last = attempts.at(-1) === task && task.desired === 'shutdown';
  if (isMishap(task)) {
    return last ? { ...about, ours: true, reason: `${name} was not started: ${plainError(task.error)}.` } : null;
  }
  const failures = attempts.filter((each) => each.state === 'failed' && !isMishap(each));
  const final =
    task.exitCode === null ||
    FINAL_EXIT_CODES.includes(task.exitCode) ||
    /OCI runtime|unable to find user/.test(task.error);
  if (!final && failures.length < 2 && !(last && service.restarts === 'none')) return null;
  const times = failures.length > 1 ? `, ${failures.length} times` : '';
  const code = task.exitCode === null || task.exitCode === 0 ? '' : ` with exit code ${task.exitCode}`;
  return { ...about, reason: `${name} failed${code}${times}: ${plainError(task.error)}.` };
}

function outOfMemory(name: string, service: ObservedService | undefined): string {
  const limit = service?.memoryLimitBytes ?? null;
  const reached = limit === null ? 'the memory of this machine' : `its memory limit of ${limit / 1024 / 1024} MiB`;
  return `Service "${name}" ran out of memory: it reached ${reached}.`;
}

/** What Docker wraps around the cause on its way up; the cause comes last and is what a reader needs. */
const WRAPPERS =
  /(?:container [0-9a-f]{64}|endpoint join on GW Network failed|failed to create shim task|OCI runtime create failed|runc create failed|unable to start container process): | on endpoint \S+ \([0-9a-f]{64}\)/g;

/** `starting container failed: … : unknown` → one line of bearable length. */
export function plainError(error: string): string {
  const plain = error
    .slice(0, 2000)
    .replace(/\s+/g, ' ')
    .replace(WRAPPERS, '')
    .replace(/: unknown$/, '');
  return plain.slice(0, 300) || 'no reason given';
}
