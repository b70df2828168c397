import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type Dockerode from 'dockerode';

/**
 * Joins a container's own port with the standard streams, until either side ends; the image needs bash. The port is the last
 * argument.
 */
export const JOIN = [
  'bash',
  '-c',
  'exec 3<>"/dev/tcp/127.0.0.1/$0" 4<&0; cat <&4 >&3 & up=$!; cat <&3 & wait -n; kill $up $!',
] as const;

/**
 * Makes the unix socket `socket`, each of whose connections is the standard streams of `command` in the container `find` names:
 * the way into a container through its daemon, without publishing a port.
 */
export async function openExecSocket(options: {
  readonly docker: Dockerode;
  readonly find: () => Promise<string>;
  readonly command: readonly string[];
  readonly socket: string;
}): Promise<AsyncDisposable> {
  const { docker, find, command, socket } = options;
  const clients = new Set<Socket>();
  const connect = async (client: Socket): Promise<void> => {
    const exec = await docker.getContainer(await find()).exec({
      Cmd: [...command],
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: false,
    });
    const stream: Duplex = await exec.start({ hijack: true, stdin: true });
    const end = () => {
      client.destroy();
      stream.destroy();
    };
    stream.on('error', end).on('end', () => client.end());
    client.on('error', end).on('close', end);
    docker.modem.demuxStream(stream, client, client);
    client.pipe(stream);
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    clients.add(client);
    client.on('error', () => client.destroy()).on('close', () => clients.delete(client));
    connect(client).catch(() => client.destroy());
  });
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(socket, resolve));
  return {
    async [Symbol.asyncDispose]() {
      server.close();
      for (const client of clients) client.destroy();
    },
  };
}
