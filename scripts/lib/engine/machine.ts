import { join } from 'node:path';
import type Dockerode from 'dockerode';
import { boundContainers, boundEngine, CONTAINER_PIDS } from './bounds.ts';
import type { Child } from './child.ts';
import type { Helper } from './condition.ts';
import { daemonReady, startDaemon } from './dockerd.ts';
import { endNamespaces, namespacesReady } from './namespace.ts';
import { type EnginePlace, enginePlace } from './paths.ts';
import { parseReference } from './reference.ts';
import { type RegistryAddress, registryAddresses } from './registry-address.ts';
import { startRegistry } from './registry-process.ts';
import { type ServedImage, writeRegistryView } from './registry-view.ts';
import { startResolver } from './resolver.ts';
import { claimPlace } from './state.ts';
import { chooseStorage, type Purpose } from './storage.ts';
import { removeEngine } from './teardown.ts';
import { newId } from './workplace.ts';

/** A private Docker daemon with all it reaches: what a server is to a swarm. */
export interface Machine {
  /** Its host name, which a recipe may ask for: `node-1`. */
  readonly name: string;
  readonly place: EnginePlace;
  readonly daemon: Child;
  readonly docker: Dockerode;
  /** What it needs besides its daemon. */
  readonly helpers: readonly Helper[];
  /** What its containers may take, said plainly. */
  readonly bounds: readonly string[];
}

export type MachinePhase = 'namespaces' | 'daemon';

export interface MachineOptions {
  readonly cache: string;
  readonly served: readonly ServedImage[];
  readonly signal: AbortSignal;
  readonly purpose: Purpose;
  /** A disk to start with a copy of, with the images already unpacked. */
  readonly disk: string | null;
  /** Its processes do not end with ours. */
  readonly keepable: boolean;
  readonly onPhase: (phase: MachinePhase) => void;
}

/** Starts `count` machines at once. Whatever they leave is removed with `stack`, also when one of them does not start. */
export async function startMachines(
  count: number,
  options: MachineOptions,
  stack: AsyncDisposableStack,
): Promise<readonly [Machine, ...Machine[]]> {
  const removing: AsyncDisposableStack[] = [];
  stack.defer(async () => {
    await Promise.all(removing.map((each) => each.disposeAsync()));
  });
  const starts = Array.from({ length: count }, (_, index) => {
    const own = new AsyncDisposableStack();
    removing.push(own);
    // Each phase is told once.
    const onPhase = index === 0 ? options.onPhase : () => undefined;
    return startMachine(`node-${index + 1}`, { ...options, onPhase }, own);
  });
  // When one fails the others must not go on writing into a folder that is being removed.
  await Promise.allSettled(starts);
  const [first, ...more] = await Promise.all(starts);
  if (first === undefined) throw new RangeError('an engine needs a node');
  return [first, ...more];
}

async function startMachine(name: string, options: MachineOptions, stack: AsyncDisposableStack): Promise<Machine> {
  const { cache, served, signal, purpose, disk, keepable, onPhase } = options;
  const place: EnginePlace = { ...enginePlace(cache, newId()), outlives: keepable };
  stack.defer(() => removeEngine(place));
  await claimPlace(place);
  const bounds = [...(await boundEngine(place.cgroup)), `a container without a limit: ${CONTAINER_PIDS} processes`];
  onPhase('namespaces');
  const registries = registryAddresses(served.map(({ reference }) => parseReference(reference).host));
  const storage = disk === null ? await chooseStorage(place, purpose) : `copy:${disk}`;
  const daemon = await startDaemon(place, { name, registries, storage });
  stack.defer(() => endNamespaces(daemon));
  await namespacesReady(daemon, signal);
  onPhase('daemon');
  const parts = [
    daemonReady(place, daemon, signal),
    startResolver(place, daemon, signal).then((child): Helper => ({ what: 'name server', child })),
    ...registries.map((registry) => serve(place, daemon, registry, served, signal)),
  ] as const;
  // As above.
  await Promise.allSettled(parts);
  const [docker, ...helpers] = await Promise.all(parts);
  if (purpose === 'trial') stack.use(await boundContainers(docker));
  return { name, place, daemon, docker, helpers, bounds };
}

async function serve(
  place: EnginePlace,
  daemon: Child,
  registry: RegistryAddress,
  served: readonly ServedImage[],
  signal: AbortSignal,
): Promise<Helper> {
  const folder = join(place.data, 'registries', registry.host);
  const own = served.filter(({ reference }) => parseReference(reference).host === registry.host);
  await writeRegistryView(folder, own);
  const child = await startRegistry(place, daemon, { ...registry, folder, writable: false }, signal);
  return { what: `registry for ${registry.host}`, child };
}
