import { setTimeout as sleep } from 'node:timers/promises';
import { lostCanaries } from '../canary/plant.ts';
import { onlyNewSecrets } from '../commands.ts';
import type { TrialContext } from '../context.ts';
import type { Installed } from '../installed.ts';
import type { TrialPlan } from '../plan.ts';
import { lastLine } from '../script.ts';
import type { Fault } from '../task-fault.ts';
import { deploy, hold } from './deploys.ts';

const POLL_MS = 100;
/** Beyond the grace that the services ask for. */
const PATIENCE_MS = 60_000;

/**
 * Deploys an older version over the one that runs, and says how far back the way leads. Reversible: it runs, and everything
 * is there. Needs a restore: it runs without the data, or only once the volumes have been emptied. One-way: not even then.
 * `context`: of the older version. Nothing of `installed` is left as it was.
 */
export async function gradeWayBack(context: TrialContext, installed: Installed): Promise<string> {
  const { world, planted, context: newer } = installed;
  const way = `the way back to ${context.plan.version}`;
  const why = await comesUp({ ...context, plan: onlyNewSecrets(context.plan, newer.plan) });
  if (why === null) {
    const [lost] = await lostCanaries({ ...world, services: context.plan.services }, planted.canaries);
    return lost === undefined ? `${way} is reversible` : `${way} needs a restore: ${lost}`;
  }
  await wipe(context, installed);
  const never = await comesUp(context);
  return never === null ? `${way} needs a restore: ${why.reason}` : `${way} is one-way: ${why.reason}`;
}

async function comesUp(context: TrialContext): Promise<Fault | null> {
  const { fault, deployedAt } = await deploy(context);
  const why = fault ?? (await hold(context, deployedAt));
  if (why?.ours === true) throw new Error(why.reason);
  return why;
}

/** As if neither version had ever been installed: the stack goes with its volumes and secrets. */
async function wipe(context: TrialContext, { world, context: newer }: Installed): Promise<void> {
  const { engine, plan, signal } = context;
  const { docker } = engine;
  const grace = (await context.observer.snapshot()).services.map(({ stopGraceMs }) => stopGraceMs);
  const removed = await engine.run(`docker stack rm ${plan.stack}`, { cwd: context.workplace, signal });
  if (removed.exitCode !== 0) throw new Error(`docker stack rm: ${lastLine(removed.output)}`);
  await docker.getContainer(world.beside).remove({ force: true });
  const deadline = Date.now() + Math.max(0, ...grace) + PATIENCE_MS;
  while (await isLeaving(context)) {
    if (Date.now() > deadline) throw new Error('the engine does not remove the stack');
    await sleep(POLL_MS, undefined, { signal });
  }
  const plans: readonly TrialPlan[] = [plan, newer.plan];
  const secrets = new Set(plans.flatMap((each) => each.secrets.map(({ name }) => name)));
  const volumes = new Set(plans.flatMap((each) => each.volumes));
  for (const { ID, Spec } of await docker.listSecrets()) {
    if (secrets.has(Spec?.Name ?? '')) await docker.getSecret(ID).remove();
  }
  for (const { Name } of (await docker.listVolumes()).Volumes) {
    if (volumes.has(Name)) await docker.getVolume(Name).remove();
  }
}

/** A network that is still there would be taken for the new stack's, and vanish under it. */
async function isLeaving({ engine: { docker }, plan }: TrialContext): Promise<boolean> {
  const filters = { label: [`com.docker.stack.namespace=${plan.stack}`] };
  const [containers, networks] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
  ]);
  return containers.length + networks.length > 0;
}
