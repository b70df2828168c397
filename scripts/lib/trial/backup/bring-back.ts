/** Restores a backup into a running stack, as backup-bot-two does, and starts the stack once more on what came back. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../canary/canary.ts';
import type { TrialContext } from '../context.ts';
import { fairSeconds } from '../deadline.ts';
import { hold } from '../rungs/deploys.ts';
import type { Fault } from '../task-fault.ts';
import { unarchive } from './archive.ts';
import { runHooks } from './hooks.ts';
import type { BackupPlan } from './labels.ts';

const POLL_MS = 75;
/** Beyond the grace that a service asks for. */
const STOP_MS = 60_000;

export interface BroughtBack {
  /** As a sentence; null: it runs on what was restored. */
  readonly fault: Fault | null;
  readonly told: readonly string[];
}

/** `open`: the archive of a volume. */
export async function bringBack(
  context: TrialContext,
  world: World,
  plan: BackupPlan,
  open: (volume: string) => NodeJS.ReadableStream,
): Promise<BroughtBack> {
  const limits = { limitSeconds: fairSeconds(context.plan, context.engine), signal: context.signal };
  const before = await runHooks(world, plan, 'backupbot.restore.pre-hook', limits);
  if (before.fault !== null) return { fault: faultOf(before.fault), told: before.told };
  for (const { volume } of plan.saved) await unarchive(world, volume, open(volume));
  const after = await runHooks(world, plan, 'backupbot.restore.post-hook', limits);
  const told = [...before.told, ...after.told];
  if (after.fault !== null) return { fault: faultOf(after.fault), told };
  const fault = await startAgain(context);
  return { fault, told: [...told, 'all services were stopped and started again'] };
}

/** Stops every service and starts it again: data that only a running process has is not restored. */
async function startAgain(context: TrialContext): Promise<Fault | null> {
  const { docker } = context.engine;
  const { services } = await context.observer.snapshot();
  const scaled = services.flatMap(({ id, replicas }) =>
    typeof replicas === 'number' && replicas > 0 ? [{ id, replicas }] : [],
  );
  const scale = async (id: string, replicas: number) => {
    const service = docker.getService(id);
    const { Spec, Version } = await service.inspect();
    await service.update({ version: Version.Index, ...Spec, Mode: { Replicated: { Replicas: replicas } } });
  };
  await Promise.all(scaled.map(({ id }) => scale(id, 0)));
  const grace = Math.max(0, ...services.map(({ stopGraceMs }) => stopGraceMs));
  const deadline = Date.now() + grace + STOP_MS;
  const label = scaled.map(({ id }) => `com.docker.swarm.service.id=${id}`);
  const running = async () => {
    const lists = await Promise.all(label.map((each) => docker.listContainers({ filters: { label: [each] } })));
    return lists.flat().length;
  };
  while ((await running()) > 0) {
    if (Date.now() > deadline) throw new Error('the engine does not stop the services that were restored');
    await sleep(POLL_MS, undefined, { signal: context.signal });
  }
  const startedAt = Date.now();
  await Promise.all(scaled.map(({ id, replicas }) => scale(id, replicas)));
  const fault = await hold(context, startedAt);
  return fault === null ? null : { ...fault, reason: `It does not start on what was restored: ${fault.reason}` };
}

function faultOf(reason: string): Fault {
  return { reason, ours: false, service: '', containerId: null };
}
