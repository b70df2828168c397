import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { CONTAINER_PIDS } from '../../scripts/lib/engine/bounds.ts';
import { localProvider } from '../../scripts/lib/engine/local.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { VOLUMES_IMAGE } from '../../scripts/lib/trial/canary/volumes.ts';

const signal = new AbortController().signal;

test('a fork bomb without a limit ends within its container, and the others do not notice', async () => {
  await using store = openImageStore();
  const image = await store.provide(VOLUMES_IMAGE, signal);
  await using engine = await localProvider().start({ images: [image], signal });
  const run = (script: string) => engine.run(script, { cwd: '/', env: { IMAGE: image.reference }, signal });
  expect(engine.facts.bounds).toEqual([
    'all containers together: 4096 processes',
    expect.stringMatching(/^all containers together: \d+\.\d GB of memory$/),
    'a container without a limit: 512 processes',
  ]);
  await run('docker run --detach --name calm "$IMAGE" && docker run --detach --name own --pids-limit 50 "$IMAGE"');
  // Its children sleep: what is counted is processes, and the machine belongs to others as well.
  const bomb = 'sleep 2; for (1 .. 2000) { my $child = fork // last; $child or exec qw(sleep 100) } sleep 100';
  await engine.run('docker run --detach --name bomb "$IMAGE" perl -e "$BOMB"', {
    cwd: '/',
    env: { IMAGE: image.reference, BOMB: bomb },
    signal,
  });
  const limitOf = async (name: string) => (await engine.docker.getContainer(name).inspect()).HostConfig.PidsLimit;
  await expect.poll(() => limitOf('bomb'), { timeout: 20_000 }).toBe(CONTAINER_PIDS);
  await sleep(4000);
  const { Processes } = await engine.docker.getContainer('bomb').top();
  expect(Processes.length).toBeLessThanOrEqual(CONTAINER_PIDS);
  expect(Processes.length).toBeGreaterThan(100);
  expect(await limitOf('own')).toBe(50);
  expect(await run('docker exec calm echo fine')).toMatchObject({ exitCode: 0, output: 'fine\n' });
});
