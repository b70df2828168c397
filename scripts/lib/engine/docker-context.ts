import { spawn } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { KnownError } from '../command.ts';
import { dyingWithUs, SCRUBBED } from './child.ts';
import { runTool } from './tool.ts';

/** What the docker CLI needs to find its contexts and the keys to them. */
function ownEnvironment(): Record<string, string> {
  const names = ['HOME', 'DOCKER_CONFIG', 'SSH_AUTH_SOCK'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/** Where the docker context `name` leads: `unix:///run/docker.sock`, `ssh://…`. Throws KnownError when there is none. */
export async function contextHost(name: string, signal: AbortSignal): Promise<string> {
  const command = ['docker', 'context', 'inspect', '--format', '{{.Endpoints.docker.Host}}', '--', name];
  const { exitCode, stdout, output } = await runTool(command, { signal, env: ownEnvironment() });
  if (exitCode === 0 && stdout.trim() !== '') return stdout.trim();
  throw new KnownError(`no docker context ${JSON.stringify(name)}: ${output.trim()}`, 'See docker context ls.');
}

/** Makes the unix socket `socket` lead to the daemon of a docker context, whatever it takes to get there. */
export async function openContext(name: string, host: string, socket: string): Promise<AsyncDisposable> {
  if (host.startsWith('unix://')) {
    await symlink(host.slice('unix://'.length), socket);
    return { [Symbol.asyncDispose]: async () => undefined };
  }
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const [program, ...words] = dyingWithUs(['docker', '--context', name, 'system', 'dial-stdio']);
    const bridge = spawn(program, words, {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...SCRUBBED, ...ownEnvironment() },
    });
    bridge.stdin.on('error', () => client.destroy());
    client.on('error', () => bridge.kill()).on('close', () => bridge.kill());
    client.pipe(bridge.stdin);
    bridge.stdout.pipe(client);
  });
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(socket, resolve));
  return {
    async [Symbol.asyncDispose]() {
      server.close();
    },
  };
}
