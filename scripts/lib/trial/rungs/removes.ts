import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../engine/engine.ts';
import type { Rung } from '../../types.ts';
import type { TrialContext } from '../context.ts';
import { EDGE_NAME } from '../edge/edge.ts';
import { aliveNodes } from '../nodes.ts';
import { lastLine, runPlanned } from '../script.ts';

const POLL_MS = 75;

/** Beyond the grace the recipe itself asks for, which `docker stack rm` waits for. */
const PATIENCE_MS = 60_000;

/** Nobody waits for a task any longer, whatever grace it asks for. */
const LONGEST_GRACE_MS = 300_000;

/** Runs the hoster's removal; then only the declared volumes may be left. */
export async function removes(context: TrialContext): Promise<Rung> {
  const started = performance.now();
  const done = (status: Rung['status'], left: readonly string[], reason?: string): Rung => ({
    id: 'removes',
    status,
    ...(reason === undefined ? {} : { reason }),
    durationMs: Math.round(performance.now() - started),
    measures: { leftovers: left.length },
    evidence: left.length === 0 ? [] : [{ kind: 'leftovers', title: 'What stayed', text: left.join('\n') }],
  });
  const graceMs = await longestGrace(context);
  const result = await runPlanned(context, 'remove');
  if (result === null) throw new Error('the plan has no command to remove');
  if (result.exitCode !== 0) return done('fail', [], `Removing failed: ${lastLine(result.output)}`);
  const deadline = Date.now() + graceMs + PATIENCE_MS;
  for (;;) {
    const left = await leftovers(context);
    if (left.length === 0) return done('pass', []);
    if (!left.some(isLeaving) || Date.now() > deadline)
      return done('fail', left, `Removed, and this stayed: ${left.slice(0, 5).join(', ')}.`);
    await sleep(POLL_MS, undefined, { signal: context.signal });
  }
}

async function longestGrace({ observer }: TrialContext): Promise<number> {
  const { services } = await observer.snapshot();
  return Math.min(LONGEST_GRACE_MS, Math.max(0, ...services.map(({ stopGraceMs }) => stopGraceMs)));
}

/** Everything on the engine that is neither Docker's own, nor the edge's, nor a volume the recipe declares. */
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
  const left = found.flatMap(([kind, names]) =>
    names.filter((name) => name?.startsWith(EDGE_NAME) !== true).map((name) => `${kind} ${name ?? '(no name)'}`),
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

/** Docker's own, and the one every app shares. */
const OWN_NETWORKS = new Set(['bridge', 'host', 'none', 'ingress', 'docker_gwbridge', 'proxy']);
