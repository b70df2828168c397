import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Child } from './child.ts';
import { startInNetwork } from './namespace.ts';
import type { EnginePlace } from './paths.ts';
import { until } from './wait.ts';

const FORWARD = join(import.meta.dirname, 'forward.ts');
const LIMIT_MS = 10_000;

/** Makes a unix socket whose connections arrive at TCP 127.0.0.1:`port` inside the engine's network. */
export async function openDial(
  place: EnginePlace,
  daemon: Child,
  port: number,
): Promise<{ socket: string; child: Child }> {
  const socket = join(place.run, `dial-${port}.sock`);
  const command = [process.execPath, FORWARD, socket, `127.0.0.1:${port}`] as const;
  const child = startInNetwork(place, daemon, command, `dial-${port}`);
  await until(() => (existsSync(socket) || child.hasEnded() ? true : null), {
    limitMs: LIMIT_MS,
    signal: new AbortController().signal,
    tooLate: () => new Error(`no relay to port ${port} after ${LIMIT_MS / 1000} s`),
  });
  if (child.hasEnded()) throw new Error(`the relay to port ${port} ended: ${await child.ended}`);
  return { socket, child };
}
