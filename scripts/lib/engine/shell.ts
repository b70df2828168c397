import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { SCRUBBED, signalGroup } from './child.ts';
import type { ScriptResult } from './engine.ts';
import type { EnginePlace } from './paths.ts';

/** More than any evidence shows; what a script prints beyond it is dropped. */
const OUTPUT_CHARACTERS = 4_000_000;

/** See `Engine.run`. When `signal` fires, the script and everything it started are killed. */
export async function runScript(
  place: EnginePlace,
  script: string,
  options: { cwd: string; env?: Record<string, string>; signal: AbortSignal },
): Promise<ScriptResult> {
  options.signal.throwIfAborted();
  const home = await mkdtemp(join(place.run, 'home-'));
  const started = performance.now();
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'sh', '-eu', '-c', script], {
    cwd: options.cwd,
    env: { ...SCRUBBED, ...options.env, HOME: home, DOCKER_HOST: `unix://${place.socket}` },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = (): void => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  };
  options.signal.addEventListener('abort', kill, { once: true });
  try {
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        if (output.length < OUTPUT_CHARACTERS) output += text;
      });
    }
    const [code, killedBy] = await once(child, 'close');
    options.signal.throwIfAborted();
    return {
      // As a shell tells it: a script that was killed by a signal.
      exitCode: killedBy === null ? code : 128,
      output: stripVTControlCharacters(output),
      durationMs: performance.now() - started,
    };
  } finally {
    options.signal.removeEventListener('abort', kill);
    await rm(home, { recursive: true, force: true });
  }
}
