import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Dockerode from 'dockerode';
import { KnownError } from '../command.ts';
import type { Child } from './child.ts';
import { openDocker } from './docker-client.ts';
import { startInNamespaces } from './namespace.ts';
import type { EnginePlace } from './paths.ts';
import { firewallRules, hostsFile, type RegistryAddress } from './registry-address.ts';
import { RESOLVER } from './resolver.ts';
import { until } from './wait.ts';

const LIMIT_MS = 120_000;

/** Starts a Docker daemon that finds images only in `registries`; it does not answer yet. */
export async function startDaemon(
  place: EnginePlace,
  options: {
    /** Host name. */
    readonly name: string;
    readonly registries: readonly RegistryAddress[];
    /** See `chooseStorage`. */
    readonly storage: string;
  },
): Promise<Child> {
  const { name, registries, storage } = options;
  await mkdir(place.run, { recursive: true, mode: 0o700 });
  await mkdir(join(place.data, 'hold'));
  await mkdir(join(place.data, 'docker'));
  await writeFile(join(place.run, 'daemon.json'), '{}\n');
  await writeFile(join(place.run, 'hostname'), name);
  await writeFile(join(place.run, 'hosts'), hostsFile(registries));
  await writeFile(join(place.run, 'resolv.conf'), `nameserver ${RESOLVER.address}\n`);
  await writeFile(join(place.run, 'iptables'), firewallRules(registries));
  return startInNamespaces(place, storage, daemonArguments(place, registries));
}

/** Waits until the daemon answers. Throws with its own last words when it ends instead. */
export async function daemonReady(place: EnginePlace, child: Child, signal: AbortSignal): Promise<Dockerode> {
  const docker = await openDocker(place.socket);
  await until(() => answers(docker, child), {
    limitMs: LIMIT_MS,
    signal,
    tooLate: () => new KnownError(`dockerd does not answer after ${LIMIT_MS / 1000} s`, 'is the machine overloaded?'),
  });
  if (child.hasEnded()) throw await startFailure(place, child);
  return docker;
}

function daemonArguments(place: EnginePlace, registries: readonly RegistryAddress[]): readonly string[] {
  return [
    ...['--config-file', join(place.run, 'daemon.json')],
    ...['--data-root', join(place.data, 'docker')],
    ...['--exec-root', join(place.run, 'exec')],
    ...['--pidfile', join(place.run, 'dockerd.pid')],
    ...['--host', `unix://${place.socket}`, '--group', 'root'],
    // systemd of the host neither sees nor manages these containers.
    ...['--exec-opt', 'native.cgroupdriver=cgroupfs', '--cgroup-parent', `/${place.cgroup}`],
    ...['--log-level', 'warn', '--log-opt', 'max-size=10m', '--log-opt', 'max-file=2'],
    ...registries.flatMap(({ host, address, port }) =>
      host === 'docker.io' ? ['--registry-mirror', `http://${address}:${port}`] : ['--insecure-registry', host],
    ),
  ];
}

/** True as well when the daemon has ended: then there is nothing to wait for. */
async function answers(docker: Dockerode, child: Child): Promise<true | null> {
  if (child.hasEnded()) return true;
  return docker.ping().then(
    () => true,
    () => null,
  );
}

async function startFailure(place: EnginePlace, child: Child): Promise<Error> {
  const log = await readFile(join(place.data, 'dockerd.log'), 'utf8').catch(() => '');
  const said = log.trim().split('\n').slice(-3).join(' · ');
  return new KnownError(
    `the private Docker daemon ended at once (${await child.ended}): ${said}`,
    'it needs root, namespaces, iptables and a writable cgroup hierarchy',
  );
}
