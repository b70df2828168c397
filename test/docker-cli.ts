import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** Where no engine listens: the CLI reads and judges a file before it tries to connect. */
const NO_ENGINE = 'unix:///nonexistent/docker.sock';

/**
 * Why `docker stack deploy` refuses a compose file, or null when it gets as far as looking for an engine.
 * Unlike `stack config`, Debian's client of 20.10 has it too.
 */
export async function refusal(text: string, env: { readonly [name: string]: string } = {}): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'stack-'));
  await writeFile(join(folder, 'compose.yml'), text);
  const clean = { PATH: process.env.PATH ?? '', HOME: folder, DOCKER_HOST: NO_ENGINE, ...env };
  const options = { cwd: folder, env: clean, extendEnv: false, reject: false } as const;
  const { stderr } = await execa('docker', ['stack', 'deploy', '--compose-file', 'compose.yml', 'x'], options);
  return /Cannot connect to the Docker daemon/.test(stderr) ? null : stderr;
}
