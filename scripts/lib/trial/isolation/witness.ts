import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine, EngineProvider } from '../../engine/engine.ts';
import { RESOLVER } from '../../engine/resolver.ts';
import type { AvailableImage } from '../images.ts';
import { demultiplex } from '../log-text.ts';
import { commandOf, startBeside } from './programs.ts';

const READY_MS = 60_000;

/** A call outwards as the witness tells it. */
export interface Call {
  readonly kind: 'name' | 'tcp' | 'udp' | 'icmp';
  /** IPv4 address of the container on its way out. */
  readonly from: string;
  readonly to: string;
}

/** Stands at the gate of an engine's network, and in its process namespace. */
export interface Witness {
  readonly id: string;
  readonly calls: () => Promise<readonly Call[]>;
}

/** Engines that are watched from their first moment; `onWitness` is told who watches. */
export function watched(
  provider: EngineProvider,
  image: AvailableImage,
  onWitness: (witness: Witness) => void,
): EngineProvider {
  return {
    ...provider,
    async start(options) {
      await using stack = new AsyncDisposableStack();
      const engine = stack.use(await provider.start(options));
      onWitness(await startWitness(engine, image, options.signal));
      stack.move();
      return engine;
    },
  };
}

async function startWitness(engine: Engine, image: AvailableImage, signal: AbortSignal): Promise<Witness> {
  const id = await startBeside(engine, image, {
    name: 'recipe-commons-witness',
    command: await commandOf('witness', [RESOLVER.address, String(RESOLVER.port)]),
    // To see what every process of the engine is and every packet that leaves.
    host: { NetworkMode: 'host', PidMode: 'host', CapAdd: ['SYS_PTRACE'], SecurityOpt: ['apparmor=unconfined'] },
  });
  const container = engine.docker.getContainer(id);
  const lines = async () => {
    const log = await container.logs({ stdout: true, stderr: true, follow: false });
    return demultiplex(log).split('\n');
  };
  const deadline = performance.now() + READY_MS;
  while ((await lines())[0] !== 'ready') {
    const { State } = await container.inspect();
    if (!State.Running || performance.now() > deadline) {
      throw new Error(
        `the witness does not watch: ${(await lines()).join(' ').trim() || `exit code ${State.ExitCode}`}`,
      );
    }
    await sleep(50, undefined, { signal });
  }
  return { id, calls: async () => (await lines()).flatMap(readCall) };
}

function readCall(line: string): readonly Call[] {
  const [kind, from = '', to = '', port] = line.split(' ');
  if (kind !== 'name' && kind !== 'tcp' && kind !== 'udp' && kind !== 'icmp') return [];
  return [{ kind, from, to: port === undefined ? to : `${to}:${port}` }];
}
