import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../engine/engine.ts';
import type { Evidence, Rung } from '../../types.ts';
import type { Planted, World } from '../canary/canary.ts';
import { lostCanaries, plantCanaries } from '../canary/plant.ts';
import { nodesWith, openVolumes, VOLUMES_NAME } from '../canary/volumes.ts';
import { keptSecretsCommand } from '../commands.ts';
import type { TrialContext } from '../context.ts';
import { EDGE_NAME } from '../edge/edge.ts';
import type { AvailableImage } from '../images.ts';
import { canaryEvidence, lastWords } from '../installed.ts';
import { aliveNodes } from '../nodes.ts';
import { rung } from '../rung.ts';
import { lastLine, runPlanned } from '../script.ts';
import { deploy } from './deploys.ts';

const POLL_MS = 75;

/** Beyond the grace the recipe itself asks for, which `docker stack rm` waits for. */
const PATIENCE_MS = 60_000;

/** Nobody waits for a task any longer, whatever grace it asks for. */
const LONGEST_GRACE_MS = 300_000;

/**
 * Runs the hoster's removal; then only the declared volumes may be left. If there are any, the recipe is installed again on them, with
 * the secrets the hoster kept: it must come up, with what was planted before.
 */
export async function removes(context: TrialContext, volumesImage: AvailableImage): Promise<Rung> {
  const started = performance.now();
  const { plan, engine } = context;
  // Nothing of ours is put beside the volumes of a swarm that others use.
  const world = engine.shared === undefined ? await worldOf(context, volumesImage) : null;
  const planted = world === null ? null : await plantCanaries(world, { ...plan, seed: [], check: [] });
  const first = await remove(context);
  const returns = first.reason === null && world !== null && planted !== null && world.volumes.length > 0;
  const again = returns ? await returnToVolumes(context, world, planted) : null;
  const { left } = first;
  const stayed: Evidence = { kind: 'leftovers', title: 'What stayed', text: left.join('\n') };
  const reason = first.reason ?? again?.reason ?? null;
  return rung('removes', reason === null ? 'pass' : 'fail', {
    ...(reason === null ? {} : { reason }),
    durationMs: Math.round(performance.now() - started),
    measures: { leftovers: left.length, ...again?.measures },
    evidence: [...(left.length === 0 ? [] : [stayed]), ...(again?.evidence ?? [])],
  });
}

async function worldOf({ engine, plan }: TrialContext, volumesImage: AvailableImage): Promise<World> {
  const { stack, services, caches, volumes } = plan;
  return { engine, stack, services, caches, ...(await openVolumes(engine, volumesImage, volumes)) };
}

interface Reinstalled extends Pick<Rung, 'measures' | 'evidence'> {
  readonly reason: string | null;
}

/** Swarm brings no task to its volume, so that with several nodes a hoster pins it: here the nodes without one take no tasks. */
async function returnToVolumes(context: TrialContext, world: World, planted: Planted): Promise<Reinstalled> {
  const { engine } = context;
  const homes = await nodesWith(engine, world.volumes);
  if (homes.length > 1) {
    const names = homes.map(({ name }) => name).join(', ');
    const text = `Not installed again: its volumes lie on ${names}, and swarm brings no task to its volume.`;
    return { reason: null, measures: {}, evidence: [{ kind: 'leftovers', title: 'Where its volumes lie', text }] };
  }
  const others = aliveNodes(engine).filter((node) => !homes.includes(node));
  await Promise.all(others.map((node) => node.setAvailability('drain')));
  return await reinstall(context, world, planted);
}

async function reinstall(context: TrialContext, world: World, planted: Planted): Promise<Reinstalled> {
  const { plan } = context;
  const kept = keptSecretsCommand(plan.secrets);
  const commands = plan.commands.map((command) => (command.id === 'secrets' && kept !== null ? kept : command));
  const again = { ...context, plan: { ...plan, commands }, ran: () => undefined };
  const { fault, secondsToHealthy } = await deploy(again);
  if (fault?.ours === true) throw new Error(fault.reason);
  const lost = fault === null ? await lostCanaries(world, planted.canaries) : [];
  const measures = {
    canaries: planted.canaries.length,
    ...(secondsToHealthy === null ? {} : { secondsToReinstall: secondsToHealthy }),
  };
  const evidence = [...(await lastWords(again, fault)), ...canaryEvidence(planted, lost)];
  if (fault !== null) {
    return {
      measures,
      evidence,
      reason: `Installed again on the volumes it left, it does not come up: ${fault.reason}`,
    };
  }
  const gone = lost[0] === undefined ? null : `Installed again on the volumes it left, data is gone: ${lost[0]}.`;
  return { measures, evidence, reason: gone };
}

interface Removed {
  readonly reason: string | null;
  readonly left: readonly string[];
}

async function remove(context: TrialContext): Promise<Removed> {
  const graceMs = await longestGrace(context);
  const result = await runPlanned(context, 'remove');
  if (result === null) throw new Error('the plan has no command to remove');
  if (result.exitCode !== 0) return { reason: `Removing failed: ${lastLine(result.output)}`, left: [] };
  const deadline = Date.now() + graceMs + PATIENCE_MS;
  for (;;) {
    const left = await leftovers(context);
    if (left.length === 0) return { reason: null, left };
    if (!left.some(isLeaving) || Date.now() > deadline)
      return { reason: `Removed, and this stayed: ${left.slice(0, 5).join(', ')}.`, left };
    await sleep(POLL_MS, undefined, { signal: context.signal });
  }
}

async function longestGrace({ observer }: TrialContext): Promise<number> {
  const { services } = await observer.snapshot();
  return Math.min(LONGEST_GRACE_MS, Math.max(0, ...services.map(({ stopGraceMs }) => stopGraceMs)));
}

/** Everything on the engine that is neither Docker's own, nor the trial's, nor a volume the recipe declares. */
async function leftovers({ engine, plan }: TrialContext): Promise<readonly string[]> {
  const { docker } = engine;
  const [services, secrets, configs, nodes] = await Promise.all([
    docker.listServices(),
    docker.listSecrets(),
    docker.listConfigs(),
    Promise.all(aliveNodes(engine).map((node) => onNode(node.docker))),
  ]);
  const containers = nodes.flatMap((node) => node.containers);
  const networks = nodes.flatMap((node) => node.networks);
  const volumes = nodes.flatMap((node) => node.volumes);
  const found: readonly (readonly [string, readonly (string | undefined)[]])[] = [
    ['service', services.map(({ Spec }) => Spec?.Name)],
    ['container', containers.map(({ Names }) => Names[0]?.slice(1))],
    ['network', networks.map(({ Name }) => Name).filter((name) => !OWN_NETWORKS.has(name))],
    ['secret', secrets.map(({ Spec }) => Spec?.Name)],
    ['config', configs.map(({ Spec }) => Spec?.Name)],
    ['volume', volumes.map(({ Name }) => Name).filter((name) => !plan.volumes.includes(name))],
  ];
  // On a swarm that others use only what bears the stack's name can be its own.
  const isOthers = (name: string | undefined) =>
    engine.shared === undefined
      ? OURS.some((own) => name?.startsWith(own))
      : name?.startsWith(`${plan.stack}_`) !== true;
  const left = found.flatMap(([kind, names]) =>
    names.filter((name) => !isOthers(name)).map((name) => `${kind} ${name ?? '(no name)'}`),
  );
  // An overlay network is there on several nodes.
  return [...new Set(left)];
}

async function onNode(docker: Engine['docker']) {
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
  ]);
  return { containers, networks, volumes };
}

/** Swarm takes these away after the command has returned; what else is left once they are gone will stay. */
function isLeaving(left: string): boolean {
  return /^(service|container|network) /.test(left);
}

/** How the names begin of what stands beside the stack. */
const OURS = [EDGE_NAME, VOLUMES_NAME];

/** Docker's own, and the one every app shares. */
const OWN_NETWORKS = new Set(['bridge', 'host', 'none', 'ingress', 'docker_gwbridge', 'proxy']);
