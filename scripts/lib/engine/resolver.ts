import { fileURLToPath } from 'node:url';
import type { Child } from './child.ts';
import { startInNetwork } from './namespace.ts';
import type { EnginePlace } from './paths.ts';
import { listensOn } from './sockets.ts';
import { until } from './wait.ts';

const PROGRAM = fileURLToPath(import.meta.resolve('./sealed-dns.ts'));
const LIMIT_MS = 120_000;

/** The name server of a sealed engine. Its real port is led away from 53, which a stack may want to publish. */
export const RESOLVER = { address: '127.10.2.53', port: 64953 };

/** Starts the name server that knows no name, and waits until it answers. */
export async function startResolver(place: EnginePlace, daemon: Child, signal: AbortSignal): Promise<Child> {
  const { address, port } = RESOLVER;
  const child = startInNetwork(place, daemon, [process.execPath, PROGRAM, address, String(port)], 'resolver');
  await until(async () => (child.hasEnded() || (await listensOn(child.pid, 'udp', address, port)) ? true : null), {
    limitMs: LIMIT_MS,
    signal,
    tooLate: () => new Error(`the engine's name server does not listen after ${LIMIT_MS / 1000} s`),
  });
  if (child.hasEnded()) throw new Error(`the engine's name server ended: ${await child.ended}`);
  return child;
}
