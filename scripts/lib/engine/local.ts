import { randomBytes } from 'node:crypto';
import type Dockerode from 'dockerode';
import type { Child } from './child.ts';
import { openDial } from './dial.ts';
import { daemonReady, startDaemon } from './dockerd.ts';
import type { Engine, EngineProvider } from './engine.ts';
import { readFacts } from './facts.ts';
import { endNamespaces } from './namespace.ts';
import { CACHE_FOLDER, type EnginePlace, enginePlace } from './paths.ts';
import { reap } from './reaper.ts';
import { registryAddresses } from './registry-address.ts';
import { missingOnThisMachine } from './requirements.ts';
import { runScript } from './shell.ts';
import { claimPlace } from './state.ts';
import { initSwarm } from './swarm.ts';
import { removeEngine } from './teardown.ts';

/** What an engine is doing, for progress lines. */
export type EnginePhase = 'namespaces' | 'swarm' | 'ready' | 'removing';

export interface LocalOptions {
  /** Folder for everything kept between runs; the repository's `.cache` when not given. */
  readonly cache?: string;
  readonly onPhase?: (phase: EnginePhase) => void;
}

/** Engines of this machine's own dockerd, each in its own namespaces; the host's Docker is never touched. */
export function localProvider(options: LocalOptions = {}): EngineProvider {
  return {
    kind: 'local',
    unavailable: missingOnThisMachine,
    start: ({ images, signal }) => startLocalEngine({ ...options, images, signal }),
  };
}

export async function startLocalEngine(
  options: LocalOptions & Parameters<EngineProvider['start']>[0] & { readonly swarm?: boolean },
): Promise<Engine> {
  const { cache = CACHE_FOLDER, onPhase = () => undefined, signal } = options;
  signal.throwIfAborted();
  const started = performance.now();
  await reap(cache);
  const place = enginePlace(cache, randomBytes(4).toString('hex'));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => removeEngine(place));
  await claimPlace(place);
  onPhase('namespaces');
  const registries = registryAddresses([]);
  const daemon = await startDaemon(place, registries);
  stack.defer(() => endNamespaces(daemon));
  const docker = await daemonReady(place, daemon, signal);
  if (options.swarm !== false) {
    onPhase('swarm');
    await initSwarm(docker, signal);
  }
  const facts = await readFacts(docker, daemon, performance.now() - started);
  signal.throwIfAborted();
  onPhase('ready');
  stack.defer(() => onPhase('removing'));
  return makeEngine({ place, daemon, docker, facts, stack: stack.move() });
}

function makeEngine(parts: {
  place: EnginePlace;
  daemon: Child;
  docker: Dockerode;
  facts: Engine['facts'];
  stack: AsyncDisposableStack;
}): Engine {
  const { place, daemon, docker, facts, stack } = parts;
  const dials = new Map<number, Promise<{ socket: string; child: Child }>>();
  return {
    id: place.id,
    facts,
    docker,
    run: (script, options) => runScript(place, script, options),
    async dial(port) {
      const open = dials.get(port) ?? openDial(place, daemon, port);
      dials.set(port, open);
      return (await open).socket;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
