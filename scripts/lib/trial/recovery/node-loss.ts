import type { Engine, EngineNode, EngineProvider } from '../../engine/engine.ts';
import { lostCanaries } from '../canary/plant.ts';
import { openVolumes, VOLUMES_IMAGE } from '../canary/volumes.ts';
import { type AvailableImage, provideOwn } from '../images.ts';
import { type Installed, install, type RungOptions } from '../installed.ts';
import { aliveNodes } from '../nodes.ts';
import type { Observation } from '../observation.ts';
import type { TrialPlan } from '../plan.ts';
import type { Blow } from './judge.ts';
import type { NodeLoss } from './loss-report.ts';
import { awaitRecovery, isLive } from './wait.ts';

const NODES = 3;

/** Installs on one worker of a swarm of three, cuts its power, and drains the node that took over. */
export async function loseNode(
  plan: TrialPlan,
  workplace: string,
  images: readonly AvailableImage[],
  options: RungOptions,
): Promise<NodeLoss> {
  const onThree: RungOptions = {
    ...options,
    provider: ofThree(options.provider),
    progress: (phase) => options.progress(`on three nodes: ${phase}`),
    // The report tells the facts of the engine it is installed on; these differ in nothing but the number of nodes.
    onEngine: () => undefined,
  };
  // Nobody asks for its page here: that it is healthy is enough, and the edge would need the manager.
  await using installed = await install({ ...plan, routes: [] }, workplace, images, onThree);
  const { context, fault } = installed;
  const { engine, observer } = context;
  if (fault?.ours === true) throw new Error(fault.reason);
  if (fault !== null) return grade('not tried', `it does not run on a worker alone: ${fault.reason}`);
  const [victim] = byTasks(engine, await observer.snapshot());
  if (victim?.kill == null) return grade('not tried', 'the nodes of this engine are not ours to kill');
  await Promise.all(aliveNodes(engine).map((node) => node.setAvailability('active')));
  onThree.progress('one is lost');
  const blow = { ...blowAt(victim, await observer.snapshot()), at: Date.now() };
  await victim.kill();
  const lost = await awaitRecovery(context, blow);
  if (lost.fault !== null) return grade('not at all', lost.fault.reason);
  const gone = await lostData(installed, plan, options);
  const drainSeconds = await drain(installed, onThree);
  const measured = { seconds: lost.seconds, drainSeconds };
  const reason = installed.planted.canaries.length === 0 ? 'no data was found in it' : gone.join('; ');
  return { ...grade(gone.length > 0 ? 'empty' : 'with data', reason), ...measured };
}

function grade(given: NodeLoss['grade'], reason: string): NodeLoss {
  return { grade: given, reason, seconds: null, drainSeconds: null };
}

/** Its swarms have three nodes, of which one worker takes tasks. */
function ofThree(provider: EngineProvider): EngineProvider {
  return {
    ...provider,
    async start(options) {
      const engine = await provider.start({ ...options, nodes: NODES });
      const [manager, ...workers] = engine.nodes;
      const idle = [manager, ...workers.slice(1)];
      const areOurs = workers.every(({ kill }) => kill !== null);
      if (areOurs) await Promise.all(idle.map((node) => node?.setAvailability('drain')));
      return engine;
    },
  };
}

async function lostData({ context, world, planted }: Installed, plan: TrialPlan, options: RungOptions) {
  const image = await provideOwn(VOLUMES_IMAGE, options);
  const volumes = await openVolumes(context.engine, image, plan.volumes);
  return await lostCanaries({ ...world, ...volumes }, planted.canaries);
}

async function drain({ context }: Installed, { progress }: RungOptions): Promise<number | null> {
  progress('one is drained');
  const state = await context.observer.snapshot();
  const [node] = byTasks(context.engine, state);
  if (node === undefined) return null;
  const blow = blowAt(node, state);
  await node.setAvailability('drain');
  const { fault, seconds } = await awaitRecovery(context, blow);
  return fault === null ? seconds : null;
}

/** The node with most of the stack's tasks first. */
function byTasks(engine: Engine, { tasks }: Observation): readonly EngineNode[] {
  const count = ({ id }: EngineNode) => tasks.filter((task) => isLive(task) && task.nodeId === id).length;
  return aliveNodes(engine).toSorted((a, b) => count(b) - count(a));
}

function blowAt({ id }: EngineNode, { tasks }: Observation): Blow {
  const hit = tasks.filter((task) => isLive(task) && task.nodeId === id);
  return { at: Date.now(), killed: new Set(hit.flatMap(({ containerId }) => containerId ?? [])) };
}
