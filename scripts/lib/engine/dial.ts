import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Child } from './child.ts';
import { startInNetwork } from './namespace.ts';
import type { EnginePlace } from './paths.ts';
import { listensAt, listensOn } from './sockets.ts';
import { until } from './wait.ts';

const FORWARD = fileURLToPath(import.meta.resolve('./forward.ts'));
const LIMIT_MS = 120_000;

/** Makes a unix socket whose connections arrive at TCP 127.0.0.1:`port` inside the engine's network. */
export async function openDial(place: EnginePlace, daemon: Child, port: number): Promise<string> {
  const socket = join(place.run, `dial-${port}.sock`);
  await startForward(place, daemon, { from: socket, to: `127.0.0.1:${port}` }, new AbortController().signal);
  return socket;
}

/** Starts a relay inside the engine's network; both ends are a socket's path or IPV4:PORT. */
export async function startForward(
  place: EnginePlace,
  daemon: Child,
  { from, to }: { readonly from: string; readonly to: string },
  signal: AbortSignal,
): Promise<void> {
  const child = startInNetwork(place, daemon, [process.execPath, FORWARD, from, to], 'forward');
  await until(async () => (child.hasEnded() || (await isOpen(child, from)) ? true : null), {
    limitMs: LIMIT_MS,
    signal,
    tooLate: () => new Error(`no relay from ${from} to ${to} after ${LIMIT_MS / 1000} s`),
  });
  if (!child.hasEnded()) return;
  const log = await readFile(join(place.data, 'forward.log'), 'utf8').catch(() => '');
  throw new Error(`the relay from ${from} to ${to} ended (${await child.ended}): ${log.trim()}`);
}

async function isOpen(child: Child, from: string): Promise<boolean> {
  if (from.startsWith('/')) return await listensAt(child.pid, from);
  const [address = '', port] = from.split(':');
  return await listensOn(child.pid, 'tcp', address, Number(port));
}
