import type { Child } from './child.ts';
import { type Helper, readCondition } from './condition.ts';
import { openDial } from './dial.ts';
import { provideDisk } from './disks.ts';
import type { Engine, EngineNode, EngineProvider } from './engine.ts';
import { exchangeInside } from './exchange-inside.ts';
import { readFacts } from './facts.ts';
import { type Machine, type MachineOptions, type MachinePhase, startMachines } from './machine.ts';
import { swarmNodes } from './nodes.ts';
import { CACHE_FOLDER, type EnginePlace, storeFolder } from './paths.ts';
import { reap } from './reaper.ts';
import { missingOnThisMachine } from './requirements.ts';
import { runScript } from './shell.ts';
import { keepPlace } from './state.ts';
import { initSwarm, joinSwarm } from './swarm.ts';
import { connectMachines } from './switch.ts';

/** What an engine is doing, for progress lines. */
export type EnginePhase = MachinePhase | 'swarm' | 'ready' | 'removing';

export interface LocalOptions {
  /** Folder for everything kept between runs; the repository's `.cache` when not given. */
  readonly cache?: string;
  readonly onPhase?: (phase: EnginePhase) => void;
}

/** An engine with the insides of its manager, for this room alone. */
export interface PrivateEngine extends Engine {
  readonly place: EnginePlace;
  readonly daemon: Child;
  readonly helpers: readonly Helper[];
}

/** Engines of this machine's own dockerd, each in its own namespaces; the host's Docker is never touched. */
export function localProvider(options: LocalOptions = {}): EngineProvider {
  return {
    kind: 'local',
    unavailable: missingOnThisMachine,
    async start({ images, signal, nodes = 1, keepable = false, onProgress = () => undefined }) {
      const cache = options.cache ?? CACHE_FOLDER;
      const available = images.filter((image) => image.available);
      const served = available.map(({ reference, digest, source }) => ({
        reference,
        digest,
        store: storeFolder(cache, source === 'stand-in' ? 'stand-ins' : 'images'),
      }));
      const start = () => {
        onProgress('unpacking images');
        return startLocalEngine({ ...options, served, signal, purpose: 'unpack' });
      };
      const disk = await provideDisk(cache, served, { start, signal });
      return await startLocalEngine({ ...options, served, signal, disk, nodes, keepable });
    },
  };
}

/**
 * Reaps what killed runs left, then starts an engine that finds exactly the images `served`: for a trial a swarm, for
 * building or unpacking a bare daemon.
 */
export async function startLocalEngine(
  options: LocalOptions &
    Pick<MachineOptions, 'served' | 'signal'> & {
      readonly purpose?: MachineOptions['purpose'];
      readonly disk?: string | null;
      readonly nodes?: number;
      readonly keepable?: boolean;
    },
): Promise<PrivateEngine> {
  const { cache = CACHE_FOLDER, onPhase = () => undefined, nodes: count = 1 } = options;
  const { signal, purpose = 'trial', disk = null, keepable = false } = options;
  signal.throwIfAborted();
  const started = performance.now();
  await reap(cache);
  await using stack = new AsyncDisposableStack();
  const machines = await startMachines(count, { ...options, cache, purpose, disk, keepable, onPhase }, stack);
  const [manager] = machines;
  const nodes = purpose === 'trial' ? await makeSwarm(machines, onPhase, signal) : [];
  const { bounds } = manager;
  const facts = { ...(await readFacts(manager, nodes.length, performance.now() - started)), bounds };
  signal.throwIfAborted();
  onPhase('ready');
  stack.defer(() => onPhase('removing'));
  return makeEngine(machines, nodes, facts, stack.move());
}

async function makeSwarm(
  machines: readonly [Machine, ...Machine[]],
  onPhase: (phase: EnginePhase) => void,
  signal: AbortSignal,
): Promise<readonly EngineNode[]> {
  const [manager, ...workers] = machines;
  onPhase('swarm');
  if (workers.length === 0) {
    await initSwarm(manager.docker, null, signal);
    return await swarmNodes(machines, null);
  }
  const network = await connectMachines(machines, signal);
  const [address = '', ...addresses] = network.addresses;
  await initSwarm(manager.docker, address, signal);
  await joinSwarm(
    manager.docker,
    workers.map(({ docker }, index) => ({ docker, address: addresses[index] ?? '' })),
    address,
    signal,
  );
  return await swarmNodes(machines, network);
}

function makeEngine(
  machines: readonly [Machine, ...Machine[]],
  nodes: readonly EngineNode[],
  facts: Engine['facts'],
  stack: AsyncDisposableStack,
): PrivateEngine {
  const [{ place, daemon, docker, helpers }] = machines;
  const dials = new Map<number, Promise<string>>();
  let kept = false;
  return {
    place,
    daemon,
    docker,
    helpers,
    nodes,
    facts,
    id: place.id,
    run: (script, options) => runScript(place, script, options),
    dial(port) {
      const open = dials.get(port) ?? openDial(place, daemon, port);
      dials.set(port, open);
      return open;
    },
    exchange: (question, signal) => exchangeInside(daemon, question, signal),
    condition: () => readCondition(machines),
    async keep() {
      if (place.outlives !== true) throw new Error('this engine was not started to be kept');
      for (const each of machines) await keepPlace(each.place);
      kept = true;
    },
    async [Symbol.asyncDispose]() {
      if (!kept) await stack.disposeAsync();
    },
  };
}
