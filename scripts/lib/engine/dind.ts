import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import { KnownError } from '../command.ts';
import { startNest, startNestRegistry } from './dind-containers.ts';
import { openDocker } from './docker-client.ts';
import type { Condition, Engine, EngineProvider } from './engine.ts';
import { cannotExchange } from './exchange-inside.ts';
import { openExecSocket } from './exec-socket.ts';
import { readCliVersion } from './facts.ts';
import { onlyNode } from './nodes.ts';
import { thisProcess } from './owner.ts';
import { CACHE_FOLDER, storeFolder } from './paths.ts';
import { parseReference } from './reference.ts';
import { type ServedImage, writeRegistryView } from './registry-view.ts';
import { abandonedRuns, removeRun, runLabels } from './shared-objects.ts';
import { runScript } from './shell.ts';
import { initSwarm, SWARM_SETTINGS } from './swarm.ts';
import { until } from './wait.ts';
import { newId, openWorkplace } from './workplace.ts';

const READY_MS = 120_000;

/** Docker's own port and the way to it are inside the container. */
const DIAL_STDIO = ['docker', '--host', 'unix:///var/run/docker.sock', 'system', 'dial-stdio'];

export interface NestProvider extends EngineProvider {
  /** Removes what ended runs left, `all`: of other machines, too. Returns their ids. */
  reap(all: boolean): Promise<readonly string[]>;
}

/**
 * Engines in containers of the Docker daemon at hand (`DOCKER_HOST`, else its usual socket), for machines where there is nothing
 * but that: each a privileged `docker:dind` on a network of its own without a way out, beside the registries it pulls from.
 */
export function dindProvider(cache = CACHE_FOLDER): NestProvider {
  const outer = new Dockerode();
  const reap = async (all: boolean): Promise<readonly string[]> => {
    const dead = await abandonedRuns(outer, all);
    for (const id of dead) await removeRun(outer, id);
    return dead;
  };
  return {
    kind: 'dind',
    reap,
    async unavailable() {
      return await outer.ping().then(
        () => null,
        (error: unknown) => ({
          message: `no Docker daemon answers: ${error instanceof Error ? error.message : error}`,
          help: 'Start Docker, or say with DOCKER_HOST where it is.',
        }),
      );
    },
    async start({ images, signal, nodes = 1, onProgress = () => undefined }) {
      const started = performance.now();
      await reap(false);
      if (nodes > 1) throw new KnownError('an engine in a container is a swarm of one', 'Leave --nodes out.');
      await using stack = new AsyncDisposableStack();
      const place = stack.use(await openWorkplace(cache));
      await mkdir(place.run, { recursive: true, mode: 0o700 });
      const id = newId();
      const labels = runLabels(id, thisProcess());
      stack.defer(() => removeRun(outer, id));
      const network = await outer.createNetwork({ Name: `rc-${id}`, Internal: true, Labels: labels });
      const nest = { outer, id, labels, network: network.id, signal };
      onProgress('registries');
      const served = images.flatMap((image): readonly ServedImage[] =>
        image.available
          ? [{ ...image, store: storeFolder(cache, image.source === 'stand-in' ? 'stand-ins' : 'images') }]
          : [],
      );
      const hosts = [...new Set(served.map(({ reference }) => parseReference(reference).host))];
      for (const host of hosts) {
        const folder = join(place.data, 'registries', host);
        await writeRegistryView(
          folder,
          served.filter(({ reference }) => parseReference(reference).host === host),
        );
        await startNestRegistry(nest, host, folder);
      }
      onProgress('daemon');
      const container = await startNest(nest, hosts);
      const find = async () => container;
      stack.use(await openExecSocket({ docker: outer, find, command: DIAL_STDIO, socket: place.socket }));
      const docker = await openDocker(place.socket);
      await until(
        () =>
          docker.ping().then(
            () => true,
            () => endedNest(outer, container),
          ),
        {
          limitMs: READY_MS,
          signal,
          tooLate: () =>
            new KnownError(`no daemon answers in docker:dind after ${READY_MS / 1000} s`, 'Is Docker overloaded?'),
        },
      );
      await initSwarm(docker, null, signal);
      const [info, version, cliVersion] = await Promise.all([docker.info(), docker.version(), readCliVersion()]);
      signal.throwIfAborted();
      const open = stack.move();
      const engine: Engine = {
        id,
        docker,
        nodes: [onlyNode(docker, info.Swarm.NodeID)],
        facts: {
          provider: 'dind',
          engineVersion: version.Version,
          apiVersion: version.ApiVersion,
          cliVersion,
          kernel: info.KernelVersion,
          storageDriver: info.Driver,
          nodes: 1,
          swarm: SWARM_SETTINGS,
          startMs: Math.round(performance.now() - started),
          limits: ['in a container of another Docker daemon: its kernel, its disk, and what it forbids'],
        },
        run: (script, options) => runScript(place, script, options),
        async dial(port) {
          const socket = join(place.run, `dial-${port}.sock`);
          open.use(await openExecSocket({ docker: outer, find, command: ['nc', '127.0.0.1', String(port)], socket }));
          return socket;
        },
        condition: () => conditionOf(outer, container),
        exchange: () => cannotExchange('dind'),
        [Symbol.asyncDispose]: () => open.disposeAsync(),
      };
      return engine;
    },
  };
}

/** Null as long as it may still answer. Throws with its last words when it has ended. */
async function endedNest(outer: Dockerode, container: string): Promise<null> {
  const { State } = await outer.getContainer(container).inspect();
  if (State.Running) return null;
  throw new KnownError(
    `docker:dind ended at once: ${(await logOf(outer, container)).slice(-400)}`,
    'See its whole log.',
  );
}

async function conditionOf(outer: Dockerode, container: string): Promise<Condition> {
  const log = await logOf(outer, container).catch(() => '');
  const ailment = await outer
    .getContainer(container)
    .inspect()
    .then(
      ({ State }) => (State.Running ? null : `the private Docker daemon ended (exit code ${State.ExitCode})`),
      (error: unknown) => `the Docker daemon at hand does not answer: ${error}`,
    );
  return { ailment, filledBytes: null, log };
}

/** With a terminal, so that Docker sends it as it is. */
async function logOf(outer: Dockerode, container: string): Promise<string> {
  const log = await outer.getContainer(container).logs({ stdout: true, stderr: true, tail: 200, follow: false });
  return log.toString('utf8');
}
