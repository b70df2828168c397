import { spawn } from 'node:child_process';
import type Dockerode from 'dockerode';
import { KnownError } from '../command.ts';
import { SCRUBBED } from './child.ts';

/** Both are pulled by the daemon at hand, unless it has them. */
export const NEST_IMAGES = { daemon: 'docker:28-dind', registry: 'registry:2' } as const;

/** What the containers of one engine have in common. */
interface Nest {
  readonly outer: Dockerode;
  readonly id: string;
  readonly labels: Record<string, string>;
  /** Id of their own network. */
  readonly network: string;
  readonly signal: AbortSignal;
}

/** What a daemon needs of a container. Not every machine may give away all there is, as "privileged" asks for. */
const CAPABILITIES = ['SYS_ADMIN', 'NET_ADMIN', 'SYS_PTRACE', 'DAC_READ_SEARCH', 'SYS_RESOURCE', 'MKNOD'];
const RIGHTS = {
  SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined'],
  MaskedPaths: [],
  ReadonlyPaths: [],
  DeviceCgroupRules: ['a *:* rwm'],
};

/** Makes writable what only a privileged container finds so. */
const PRELUDE = [
  'mount -o remount,rw /sys',
  'for point in $(awk \'$3 ~ /^cgroup/ {print $2}\' /proc/mounts) /sys/fs/cgroup; do mount -o remount,bind,rw "$point"; done',
  'mount -t tmpfs tmpfs /run',
  'mount --make-rshared /',
  'exec dockerd-entrypoint.sh "$@"',
].join('\n');

/** Starts the registry that stands for `host`, with the storage folder `folder` in it. */
export async function startNestRegistry(nest: Nest, host: string, folder: string): Promise<void> {
  const name = host === 'docker.io' ? MIRROR : host.split(':')[0];
  const port = host.split(':')[1] ?? 80;
  const registry = await create(nest, NEST_IMAGES.registry, name ?? host, {
    Env: [`REGISTRY_HTTP_ADDR=0.0.0.0:${port}`],
  });
  const tar = spawn('tar', ['-C', folder, '-chf', '-', '.'], { env: SCRUBBED, stdio: ['ignore', 'pipe', 'ignore'] });
  await registry.putArchive(tar.stdout, { path: '/var/lib/registry' });
  await registry.start();
}

const MIRROR = 'mirror.internal';

/** Starts the daemon in a container; its id. Privileged where that can be had, else with the single rights it needs. */
export async function startNest(nest: Nest, hosts: readonly string[]): Promise<string> {
  const pulling = hosts.flatMap((host) =>
    host === 'docker.io' ? ['--registry-mirror', `http://${MIRROR}`] : ['--insecure-registry', host],
  );
  const Cmd = ['dockerd', '--host', 'unix:///var/run/docker.sock', '--log-level', 'warn', ...pulling];
  const daemon = { Tty: true, Env: ['DOCKER_TLS_CERTDIR='], Volumes: { '/var/lib/docker': {} } };
  const privileged = await create(nest, NEST_IMAGES.daemon, 'daemon', {
    ...daemon,
    Cmd,
    HostConfig: { Privileged: true },
  });
  const refused = await privileged.start().then(
    () => null,
    (error: unknown) => String(error),
  );
  if (refused === null) return privileged.id;
  if (!refused.includes('unable to apply caps')) throw new KnownError(refused, 'docker:dind has to be privileged.');
  await privileged.remove({ force: true, v: true });
  for (const spare of [[], ['SYS_RESOURCE']]) {
    const CapAdd = CAPABILITIES.filter((each) => !spare.includes(each));
    const Entrypoint = ['sh', '-c', PRELUDE, 'dind'];
    const HostConfig = { ...RIGHTS, CapAdd };
    const container = await create(nest, NEST_IMAGES.daemon, 'daemon', { ...daemon, Entrypoint, Cmd, HostConfig });
    const started = await container.start().then(
      () => true,
      () => false,
    );
    if (started) return container.id;
    await container.remove({ force: true, v: true });
  }
  throw new KnownError(refused, 'docker:dind has to be privileged.');
}

async function create(
  { outer, id, labels, network, signal }: Nest,
  image: string,
  name: string,
  options: Dockerode.ContainerCreateOptions,
): Promise<Dockerode.Container> {
  await pullMissing(outer, image);
  return await outer.createContainer({
    ...options,
    Image: image,
    name: `rc-${id}-${name}`,
    Labels: labels,
    NetworkingConfig: { EndpointsConfig: { [`rc-${id}`]: { NetworkID: network, Aliases: [name] } } },
    HostConfig: { ...options.HostConfig, NetworkMode: `rc-${id}` },
    abortSignal: signal,
  });
}

async function pullMissing(outer: Dockerode, image: string): Promise<void> {
  const known = await outer
    .getImage(image)
    .inspect()
    .then(
      () => true,
      () => false,
    );
  if (known) return;
  const stream = await outer.pull(image).catch((error: unknown) => {
    throw new KnownError(`no image ${image}: ${error}`, 'The provider dind needs it; pull it, or load it.');
  });
  await new Promise<void>((resolve, reject) => {
    outer.modem.followProgress(stream, (error) => (error === null ? resolve() : reject(error)));
  });
}
