import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Child } from './child.ts';
import { startInNetwork } from './namespace.ts';
import type { EnginePlace } from './paths.ts';
import type { RegistryAddress } from './registry-address.ts';
import { listensOn } from './sockets.ts';
import { until } from './wait.ts';

const LIMIT_MS = 120_000;

/** Starts a registry over the storage folder `folder` inside the engine's network and waits until it listens. */
export async function startRegistry(
  place: EnginePlace,
  daemon: Child,
  registry: RegistryAddress & { readonly folder: string; readonly writable: boolean },
  signal: AbortSignal,
): Promise<Child> {
  await mkdir(registry.folder, { recursive: true });
  const name = `registry-${registry.host.replace(':', '-')}`;
  const config = join(place.data, `${name}.json`);
  // YAML is a superset of JSON.
  await writeFile(config, JSON.stringify(registryConfig(registry)));
  const child = startInNetwork(place, daemon, ['docker-registry', 'serve', config], name);
  await until(
    async () =>
      child.hasEnded() || (await listensOn(child.pid, 'tcp', registry.address, registry.port)) ? true : null,
    {
      limitMs: LIMIT_MS,
      signal,
      tooLate: () => new Error(`the registry for ${registry.host} does not listen after ${LIMIT_MS / 1000} s`),
    },
  );
  if (child.hasEnded()) throw new Error(`the registry for ${registry.host} ended: ${await child.ended}`);
  return child;
}

function registryConfig(registry: { address: string; port: number; folder: string; writable: boolean }): object {
  return {
    version: '0.1',
    log: { level: 'error', accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: registry.folder },
      maintenance: { uploadpurging: { enabled: false }, readonly: { enabled: !registry.writable } },
    },
    http: { addr: `${registry.address}:${registry.port}`, secret: 'loopback only' },
  };
}
