import { join } from 'node:path';
import type Dockerode from 'dockerode';
import type { Child } from './child.ts';
import { openDial } from './dial.ts';
import { provideDisk } from './disks.ts';
import { daemonReady, startDaemon } from './dockerd.ts';
import type { Engine, EngineProvider } from './engine.ts';
import { readFacts } from './facts.ts';
import { endNamespaces, namespacesReady } from './namespace.ts';
import { CACHE_FOLDER, type EnginePlace, enginePlace, storeFolder } from './paths.ts';
import { reap } from './reaper.ts';
import { parseReference } from './reference.ts';
import { type RegistryAddress, registryAddresses } from './registry-address.ts';
import { startRegistry } from './registry-process.ts';
import { type ServedImage, writeRegistryView } from './registry-view.ts';
import { missingOnThisMachine } from './requirements.ts';
import { startResolver } from './resolver.ts';
import { runScript } from './shell.ts';
import { claimPlace, keepPlace } from './state.ts';
import { chooseStorage, type Purpose } from './storage.ts';
import { initSwarm } from './swarm.ts';
import { removeEngine } from './teardown.ts';
import { newId } from './workplace.ts';

/** What an engine is doing, for progress lines. */
export type EnginePhase = 'namespaces' | 'daemon' | 'swarm' | 'ready' | 'removing';

export interface LocalOptions {
  /** Folder for everything kept between runs; the repository's `.cache` when not given. */
  readonly cache?: string;
  readonly onPhase?: (phase: EnginePhase) => void;
}

/** An engine with its insides, for this room alone. */
export interface PrivateEngine extends Engine {
  readonly place: EnginePlace;
  readonly daemon: Child;
}

/** Engines of this machine's own dockerd, each in its own namespaces; the host's Docker is never touched. */
export function localProvider(options: LocalOptions = {}): EngineProvider {
  return {
    kind: 'local',
    unavailable: missingOnThisMachine,
    async start({ images, signal, keepable = false, onProgress = () => undefined }) {
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
      return await startLocalEngine({ ...options, served, signal, disk, keepable });
    },
  };
}

/**
 * Reaps what killed runs left, then starts an engine that finds exactly the images `served`: for a trial a swarm, for
 * building or unpacking a bare daemon.
 */
export async function startLocalEngine(
  options: LocalOptions & {
    readonly served: readonly ServedImage[];
    readonly signal: AbortSignal;
    readonly purpose?: Purpose;
    /** A disk to start with a copy of, with the images already unpacked. */
    readonly disk?: string | null;
    readonly keepable?: boolean;
  },
): Promise<PrivateEngine> {
  const { cache = CACHE_FOLDER, onPhase = () => undefined, signal, served, purpose = 'trial', disk = null } = options;
  signal.throwIfAborted();
  const started = performance.now();
  await reap(cache);
  const place: EnginePlace = { ...enginePlace(cache, newId()), outlives: options.keepable === true };
  await using stack = new AsyncDisposableStack();
  stack.defer(() => removeEngine(place));
  await claimPlace(place);
  onPhase('namespaces');
  const registries = registryAddresses(served.map(({ reference }) => parseReference(reference).host));
  const storage = disk === null ? await chooseStorage(place, purpose) : `copy:${disk}`;
  const daemon = await startDaemon(place, registries, storage);
  stack.defer(() => endNamespaces(daemon));
  await namespacesReady(daemon, signal);
  onPhase('daemon');
  const parts = [
    daemonReady(place, daemon, signal),
    startResolver(place, daemon, signal),
    ...registries.map((registry) => serve(place, daemon, registry, served, signal)),
  ] as const;
  // When one fails the others must not go on writing into a folder that is being removed.
  await Promise.allSettled(parts);
  const [docker] = await Promise.all(parts);
  if (purpose === 'trial') {
    onPhase('swarm');
    await initSwarm(docker, signal);
  }
  const facts = await readFacts(docker, { daemon, place }, performance.now() - started);
  signal.throwIfAborted();
  onPhase('ready');
  stack.defer(() => onPhase('removing'));
  return makeEngine({ place, daemon, docker, facts }, stack.move());
}

async function serve(
  place: EnginePlace,
  daemon: Child,
  registry: RegistryAddress,
  served: readonly ServedImage[],
  signal: AbortSignal,
): Promise<void> {
  const folder = join(place.data, 'registries', registry.host);
  const own = served.filter(({ reference }) => parseReference(reference).host === registry.host);
  await writeRegistryView(folder, own);
  await startRegistry(place, daemon, { ...registry, folder, writable: false }, signal);
}

function makeEngine(
  parts: { place: EnginePlace; daemon: Child; docker: Dockerode; facts: Engine['facts'] },
  stack: AsyncDisposableStack,
): PrivateEngine {
  const { place, daemon } = parts;
  const dials = new Map<number, Promise<string>>();
  let kept = false;
  return {
    ...parts,
    id: place.id,
    run: (script, options) => runScript(place, script, options),
    dial(port) {
      const open = dials.get(port) ?? openDial(place, daemon, port);
      dials.set(port, open);
      return open;
    },
    async keep() {
      if (place.outlives !== true) throw new Error('this engine was not started to be kept');
      await keepPlace(place);
      kept = true;
    },
    async [Symbol.asyncDispose]() {
      if (!kept) await stack.disposeAsync();
    },
  };
}
