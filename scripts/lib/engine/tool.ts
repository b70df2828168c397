import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { dyingWithUs, SCRUBBED, signalGroup } from './child.ts';

export interface ToolResult {
  /** 128 when a signal ended it. */
  readonly exitCode: number;
  readonly stdout: string;
  /** stdout and stderr as they came. */
  readonly output: string;
  readonly durationMs: number;
}

export interface ToolOptions {
  readonly signal: AbortSignal;
  readonly cwd?: string;
  /** Added to PATH and LANG; nothing else is inherited. */
  readonly env?: Readonly<Record<string, string>>;
  /** Gets every piece of output as it comes. */
  readonly onOutput?: (text: string) => void;
  /** Takes stdout instead of collecting it. */
  readonly stdout?: Writable;
}

/** More than anybody shows; what a program prints beyond it is dropped. */
const OUTPUT_CHARACTERS = 4_000_000;

/**
 * Runs a program to its end, in a process group of its own. When `signal` fires it is killed with everything it
 * started, and the signal's reason is thrown.
 */
export async function runTool(command: readonly string[], options: ToolOptions): Promise<ToolResult> {
  options.signal.throwIfAborted();
  const started = performance.now();
  const [program, ...words] = dyingWithUs(command);
  const child = spawn(program, words, {
    cwd: options.cwd,
    env: { ...SCRUBBED, ...options.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = (): void => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  };
  options.signal.addEventListener('abort', kill, { once: true });
  try {
    let stdout = '';
    let output = '';
    const collect = (text: string): void => {
      if (output.length < OUTPUT_CHARACTERS) output += text;
      options.onOutput?.(text);
    };
    child.stderr.setEncoding('utf8').on('data', collect);
    if (options.stdout !== undefined) child.stdout.pipe(options.stdout);
    else {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (stdout.length < OUTPUT_CHARACTERS) stdout += text;
        collect(text);
      });
    }
    const [code, killedBy] = await once(child, 'close');
    options.signal.throwIfAborted();
    return { exitCode: killedBy === null ? code : 128, stdout, output, durationMs: performance.now() - started };
  } finally {
    options.signal.removeEventListener('abort', kill);
  }
}

/** How this machine reaches the outside: what a program that downloads may inherit. */
export function outwardEnvironment(): Record<string, string> {
  const names = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'SSL_CERT_FILE'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
