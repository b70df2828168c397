import { isDeepStrictEqual } from 'node:util';
import type { Observation, ObservedService } from '../observation.ts';
import type { ImagesRunning } from '../running.ts';
import type { Fault } from '../task-fault.ts';

/** Pure: what swarm made of updates that began at `brokenAt`. `undone`: every service says again what it said before. */
export function judgeUpdates(before: Observation, now: Observation, brokenAt: number): Fault | 'waiting' | 'undone' {
  let waits = false;
  for (const service of now.services) {
    const was = before.services.find(({ name }) => name === service.name);
    if (was === undefined || service.replicas === 'job') continue;
    const { update } = service;
    if (update === null || update.startedAt < brokenAt - 1000 || update.state === 'updating') waits = true;
    else if (update.state === 'rollback_started') waits = true;
    else if (update.state !== 'rollback_completed') return stuck(service);
    else if (!isDeepStrictEqual(service.containerSpec, was.containerSpec)) {
      return faultOf(`Service "${service.name}" was rolled back to something that it was not before.`, service);
    }
  }
  return waits ? 'waiting' : 'undone';
}

/** Pure: what swarm says it rolled back to is one thing, what runs another. */
export function otherBytes(before: ImagesRunning, now: ImagesRunning): Fault | null {
  const names = Object.keys({ ...before, ...now });
  const changed = names.find((name) => !isDeepStrictEqual(before[name], now[name]));
  if (changed === undefined) return null;
  const [was, is] = [before, now].map((images) => images[changed]?.join(', ') ?? 'nothing');
  return faultOf(`Service "${changed}" was rolled back to run ${is}; before the update it ran ${was}.`);
}

const STUCK: { readonly [state: string]: string } = {
  paused:
    'stays broken after an update that fails: its failure_action is "pause", which is what swarm does when nothing is said',
  completed: 'stays broken after an update that fails: its failure_action is "continue"',
  rollback_paused: 'is left half undone after an update that fails',
};

function stuck(service: ObservedService): Fault {
  const state = service.update?.state ?? '';
  return faultOf(`Service "${service.name}" ${STUCK[state] ?? `is ${state} after an update that fails`}.`, service);
}

export function faultOf(reason: string, service?: ObservedService): Fault {
  return { reason, ours: false, service: service?.name ?? '', containerId: null };
}
