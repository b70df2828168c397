import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Engine, ScriptResult } from './engine.ts';
import type { EnginePlace } from './paths.ts';
import { runTool } from './tool.ts';

/** See `Engine.run`. */
export async function runScript(
  place: EnginePlace,
  script: string,
  options: Parameters<Engine['run']>[1],
): Promise<ScriptResult> {
  const home = await mkdtemp(join(place.run, 'home-'));
  try {
    // Through one pipe: two have no common order, and the last line is the reason a failed command gives.
    const { exitCode, output, durationMs } = await runTool(['sh', '-eu', '-c', `exec 2>&1\n${script}`], {
      cwd: options.cwd,
      env: { ...options.env, HOME: home, DOCKER_HOST: `unix://${place.socket}` },
      signal: options.signal,
    });
    return { exitCode, output: stripVTControlCharacters(output), durationMs };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
