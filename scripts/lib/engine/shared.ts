import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type Dockerode from 'dockerode';
import { KnownError } from '../command.ts';
import type { ImageResult } from '../types.ts';
import { openDocker } from './docker-client.ts';
import { contextHost, openContext } from './docker-context.ts';
import type { Engine, EngineProvider, Shared } from './engine.ts';
import { cannotExchange } from './exchange-inside.ts';
import { JOIN, openExecSocket } from './exec-socket.ts';
import { readCliVersion } from './facts.ts';
import { onlyNode } from './nodes.ts';
import { thisProcess } from './owner.ts';
import { CACHE_FOLDER } from './paths.ts';
import { abandonedRuns, removeRun, runLabels } from './shared-objects.ts';
import { runScript } from './shell.ts';
import { swarmSettings } from './swarm.ts';
import { newId, openWorkplace } from './workplace.ts';

export interface SharedProvider extends EngineProvider, AsyncDisposable {
  readonly shared: Shared;
  /** Removes what ended runs left, `all`: of other machines, too. Returns their ids. */
  reap(all: boolean): Promise<readonly string[]>;
}

/**
 * A swarm that others use, reached by the docker context `name`. Everything a trial makes there carries the run's label and is
 * removed afterwards; nothing else is touched. Throws KnownError when it is no swarm manager.
 */
export async function openSharedProvider(name: string, signal: AbortSignal): Promise<SharedProvider> {
  await using stack = new AsyncDisposableStack();
  const host = await contextHost(name, signal);
  const place = stack.use(await openWorkplace(CACHE_FOLDER));
  await mkdir(place.run, { recursive: true, mode: 0o700 });
  stack.use(await openContext(name, host, place.socket));
  const docker = await openDocker(place.socket);
  const info = await docker.info().catch((error: unknown) => {
    throw new KnownError(
      `the docker context "${name}" does not answer: ${error}`,
      `Try docker --context ${name} info.`,
    );
  });
  if (info.Swarm?.ControlAvailable !== true) {
    throw new KnownError(`the docker context "${name}" leads to no swarm manager`, 'Name one that leads to a manager.');
  }
  const id = newId();
  const shared: Shared = { id, labels: runLabels(id, thisProcess()), node: info.Swarm.NodeID };
  const reap = async (all: boolean): Promise<readonly string[]> => {
    const dead = await abandonedRuns(docker, all);
    for (const each of dead) await removeRun(docker, each);
    return dead;
  };
  const kept = stack.move();
  return {
    kind: 'context',
    shared,
    reap,
    unavailable: async () => null,
    async start({ images, nodes: count = 1 }) {
      const started = performance.now();
      await reap(false);
      if (count > 1) throw new KnownError(`a trial on ${name} takes one of its nodes`, 'Leave --nodes out.');
      const [version, cliVersion, swarm, nodes, before] = await Promise.all([
        docker.version(),
        readCliVersion(),
        swarmSettings(docker),
        docker.listNodes(),
        docker.listImages(),
      ]);
      await using dials = new AsyncDisposableStack();
      dials.defer(() => removeImages(docker, images, new Set(before.map(({ Id }) => Id))));
      dials.defer(() => removeRun(docker, id));
      const open = dials.move();
      const engine: Engine = {
        id,
        shared,
        docker,
        nodes: [onlyNode(docker, shared.node)],
        facts: {
          provider: 'context',
          engineVersion: version.Version,
          apiVersion: version.ApiVersion,
          cliVersion,
          kernel: info.KernelVersion,
          storageDriver: info.Driver,
          nodes: 1,
          swarm,
          startMs: Math.round(performance.now() - started),
          limits: sharedLimits(nodes.length),
        },
        run: (script, options) => runScript(place, script, options),
        async dial(port) {
          const socket = join(place.run, `dial-${port}.sock`);
          const find = () => ownContainer(docker, shared);
          open.use(await openExecSocket({ docker, find, command: [...JOIN, String(port)], socket }));
          return socket;
        },
        condition: () => conditionOf(docker),
        exchange: () => cannotExchange('context'),
        [Symbol.asyncDispose]: () => open.disposeAsync(),
      };
      return engine;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** The one container that carries the run's labels itself: the edge. */
async function ownContainer(docker: Dockerode, { labels }: Shared): Promise<string> {
  const label = Object.entries(labels).map((each) => each.join('='));
  const [found] = await docker.listContainers({ filters: { label } });
  if (found === undefined) throw new Error('no container yet');
  return found.Id;
}

/** What a pass there does not prove, and what was changed for it. */
function sharedLimits(nodes: number): readonly string[] {
  return [
    `a swarm that others use: the trial ran on one of its ${nodes === 1 ? 'nodes, its only one' : `${nodes} nodes`}`,
    'with an overlay on the compose file: a private network stands for "proxy", its Traefik and backup labels are switched off',
    'not sealed: what the app asks for outside is not recorded',
  ];
}

async function conditionOf(docker: Dockerode): ReturnType<Engine['condition']> {
  const ailment = await docker.ping().then(
    () => null,
    (error: unknown) => `the swarm's daemon does not answer: ${error}`,
  );
  return { ailment, filledBytes: null, log: '' };
}

/** Those that the trial brought and nobody else has begun to use. */
async function removeImages(
  docker: Dockerode,
  images: readonly ImageResult[],
  before: ReadonlySet<string>,
): Promise<void> {
  const digests = new Set(images.flatMap((image) => (image.available ? [image.digest] : [])));
  for (const { Id, RepoDigests } of await docker.listImages()) {
    const isOurs = RepoDigests?.some((each) => digests.has(each.split('@')[1] ?? '')) === true;
    if (isOurs && !before.has(Id))
      await docker
        .getImage(Id)
        .remove()
        .catch(() => undefined);
  }
}
