import { mkdtempDisposable } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDocker } from '../../scripts/lib/engine/docker-client.ts';

test('a daemon that dies in the middle of an answer is an error, and one that answers is heard', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'docker-client-'));
  const socket = join(folder.path, 'docker.sock');
  let dies = true;
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    if (dies) response.write('[{"ID":', () => setTimeout(() => response.destroy(), 20));
    else response.end('[{"ID":"1"}]');
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const docker = await openDocker(socket);
  await expect(docker.listServices()).rejects.toThrow('the Docker daemon ended in the middle of an answer');
  dies = false;
  expect(await docker.listServices()).toEqual([{ ID: '1' }]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
