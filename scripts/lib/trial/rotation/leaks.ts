/** Looks for secrets where everybody who may look at the swarm or into a container would find them. */
import { execInside } from '../backup/exec.ts';
import type { World } from '../canary/canary.ts';
import { demultiplex } from '../log-text.ts';
import type { Values } from './plan.ts';
import { type Entry, type Found, findIn, parseProcesses, SHORTEST } from './sightings.ts';

const LOG_LINES = 5000;
const MOST_BYTES = 8 * 1024 * 1024;

/** One sentence each; empty when none is seen. */
export async function findLeaks(world: World, values: readonly Values[]): Promise<readonly string[]> {
  const { engine, stack } = world;
  const { docker } = engine;
  const sought = values.flatMap(({ key, old, fresh }) => [old, fresh].map((value) => ({ key, value })));
  const secrets = sought.filter(({ value }) => value.length >= SHORTEST);
  const filters = { label: [`com.docker.stack.namespace=${stack}`] };
  const [services, tasks, containers] = await Promise.all([
    docker.listServices({ filters }),
    docker.listTasks({ filters }),
    docker.listContainers({ all: true, filters }),
  ]);
  const found: Found[] = [
    ...findIn(secrets, [{ where: 'docker service inspect', text: JSON.stringify(services) }]),
    ...findIn(secrets, [{ where: 'docker inspect of a task', text: JSON.stringify(tasks) }]),
  ];
  for (const { Id, Labels, State } of containers) {
    const service = (Labels['com.docker.swarm.service.name'] ?? '').slice(stack.length + 1);
    const container = docker.getContainer(Id);
    const inspected = await container.inspect();
    const log = await container.logs({ stdout: true, stderr: true, tail: LOG_LINES, follow: false });
    const entries: Entry[] = [
      { where: `docker inspect of a container of ${service}`, text: JSON.stringify(inspected) },
      { where: `the log of ${service}`, text: demultiplex(log) },
      ...(State === 'running' ? await processesOf(world, Id, service) : []),
    ];
    found.push(...findIn(secrets, entries));
  }
  return [...new Set(found.map(({ key, where }) => `The secret "${key}" stands in ${where}.`))];
}

const READ = `for process in /proc/[0-9]*; do
  printf '\\001variable\\000'; cat "$process/environ" 2> /dev/null; printf '\\000\\001argument\\000'; cat "$process/cmdline" 2> /dev/null; printf '\\000'
done; true`;

/**
 * Environment and arguments of every process in a container, as another process of the same user could read them. Looked at from
 * beside: the container need not have a shell.
 */
async function processesOf({ engine, beside }: World, id: string, service: string): Promise<readonly Entry[]> {
  const { Image } = await engine.docker.getContainer(beside).inspect();
  const helper = await engine.docker.createContainer({
    Image,
    User: '0:0',
    NetworkDisabled: true,
    HostConfig: { PidMode: `container:${id}`, CapAdd: ['SYS_PTRACE'] },
  });
  await helper.start();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const { stream, bytes: chunk } of execInside({ engine }, helper.id, ['sh', '-c', READ])) {
    bytes += chunk.length;
    if (stream === 'stdout' && bytes <= MOST_BYTES) chunks.push(chunk);
  }
  await helper.remove({ force: true });
  return parseProcesses(Buffer.concat(chunks).toString('utf8'), service);
}
