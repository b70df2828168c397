import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';

/** A long-running process of an engine. */
export interface Child {
  readonly pid: number;
  /** Resolves with how it ended, e.g. `exit code 1`; never rejects. */
  readonly ended: Promise<string>;
  readonly hasEnded: () => boolean;
  /** Kills its whole process group at once and waits until it is gone. */
  kill(): Promise<void>;
}

/** What children see of our environment: nothing private, and programs in sbin. */
export const SCRUBBED = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/libexec/docker',
  LANG: 'C.UTF-8',
};

/**
 * The command so that the kernel kills it when we end, however. Who was killed before that was arranged is no longer its parent: then
 * it ends by itself.
 */
export function dyingWithUs(command: readonly string[]): readonly [string, ...string[]] {
  const guard = '[ "$PPID" = "$0" ] || exit 1; exec "$@"';
  return ['setpriv', '--pdeathsig', 'KILL', 'sh', '-c', guard, String(process.pid), ...command];
}

/**
 * Starts a process that dies with us even when we are killed with -9, and that a terminal's Ctrl-C does not reach
 * before we take it down ourselves. Its output goes to `log`. `outlives`: it goes on when we end, by whatever cause.
 */
export function startChild(
  command: readonly [string, ...string[]],
  log: string,
  env: Record<string, string>,
  { outlives = false }: { readonly outlives?: boolean } = {},
): Child {
  const output = openSync(log, 'a', 0o600);
  const [program, ...words] = outlives ? command : dyingWithUs(command);
  const child = spawn(program, words, {
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...SCRUBBED, ...env },
  });
  closeSync(output);
  if (outlives) child.unref();
  const ended = describeEnd(child);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  return { pid: child.pid ?? -1, ended, hasEnded: () => over, kill: () => killGroup(child, ended) };
}

async function describeEnd(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = await once(child, 'exit');
    return signal === null ? `exit code ${code}` : `signal ${signal}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function killGroup(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.pid === undefined) return;
  signalGroup(child.pid, 'SIGKILL');
  await ended;
}

/** Sends to the group led by `pid`; a group that is gone is fine. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
