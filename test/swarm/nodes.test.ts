import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineNode } from '../../scripts/lib/engine/engine.ts';
import { type PrivateEngine, startLocalEngine } from '../../scripts/lib/engine/local.ts';
import { reap } from '../../scripts/lib/engine/reaper.ts';
import { BASE, engineIds, engineProcesses, openTestCache, startOwner, traces } from './engine-setup.ts';

const signal = new AbortController().signal;
let setup: Awaited<ReturnType<typeof openTestCache>>;
let engine: PrivateEngine;

beforeAll(async () => {
  setup = await openTestCache();
  engine = await startLocalEngine({ cache: setup.cache, served: [setup.base], signal, nodes: 3 });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  await setup[Symbol.asyncDispose]();
});

async function shell(script: string): Promise<string> {
  const { exitCode, output } = await engine.run(script, { cwd: '/tmp', signal });
  expect(exitCode, output).toBe(0);
  return output.trim();
}

function nodeNamed(name: string): EngineNode {
  const node = engine.nodes.find((each) => each.name === name);
  if (node === undefined) throw new Error(`no ${name}`);
  return node;
}

/** Runs a command in the container of a service, wherever it is. */
async function inService(node: EngineNode, service: string, command: string): Promise<number | null> {
  const filters = { label: [`com.docker.swarm.service.name=${service}`], status: ['running'] };
  const [container] = await node.docker.listContainers({ filters });
  if (container === undefined) throw new Error(`${service} does not run on ${node.name}`);
  const exec = await node.docker.getContainer(container.Id).exec({ Cmd: ['bash', '-c', command], AttachStdout: true });
  const stream = await exec.start({});
  for await (const _ of stream);
  return (await exec.inspect()).ExitCode;
}

/** On which nodes a service has running tasks. */
async function whereabouts(service: string): Promise<readonly string[]> {
  const listed = `docker service ps --filter desired-state=running --format '{{.Node}} {{.CurrentState}}' ${service}`;
  const lines = (await shell(listed)).split('\n').filter((line) => line.includes(' Running'));
  return lines.map((line) => line.split(' ')[0] ?? '').toSorted();
}

test('three nodes are ready, each with a name of its own, and the facts say how they are set', async () => {
  expect(await shell("docker node ls --format '{{.Hostname}} {{.Status}}' | sort")).toBe(
    'node-1 Ready\nnode-2 Ready\nnode-3 Ready',
  );
  expect(engine.nodes.map(({ name }) => name)).toEqual(['node-1', 'node-2', 'node-3']);
  expect(engine.facts).toMatchObject({ nodes: 3, swarm: { heartbeatSeconds: 1 } });
});

test('every node has the image and reaches services on other nodes by the names of their tasks', async () => {
  await shell(`docker network create --driver overlay --attachable proxy
    docker service create --quiet --detach --name web --network proxy --constraint node.hostname==node-2 ${BASE} \
      perl -MIO::Socket -e '$s=IO::Socket::INET->new(LocalPort=>80,Listen=>9,ReuseAddr=>1) or die; while($c=$s->accept){sysread $c,$_,999;print $c "hello";close $c}'
    docker service create --quiet --detach --name everywhere --mode global --network proxy ${BASE} sleep infinity`);
  await expect.poll(() => whereabouts('everywhere'), { timeout: 30_000 }).toEqual(['node-1', 'node-2', 'node-3']);
  await expect.poll(() => whereabouts('web'), { timeout: 30_000 }).toEqual(['node-2']);
  const ask = 'exec 3<>/dev/tcp/tasks.web/80 && echo >&3 && grep -q hello <&3';
  for (const node of engine.nodes) {
    await expect.poll(() => inService(node, 'everywhere', ask), { timeout: 10_000, message: node.name }).toBe(0);
  }
});

test('no container reaches the manager over the link between the nodes', async () => {
  for (const node of engine.nodes) {
    const reached = await inService(node, 'everywhere', 'timeout 2 bash -c "exec 3<>/dev/tcp/198.18.0.1/2377"');
    expect(reached, node.name).not.toBe(0);
  }
});

test('a drained node gives its tasks away, and takes some again', async () => {
  await nodeNamed('node-2').setAvailability('drain');
  await expect.poll(() => whereabouts('everywhere'), { timeout: 30_000 }).toEqual(['node-1', 'node-3']);
  await nodeNamed('node-2').setAvailability('active');
  await expect.poll(() => whereabouts('everywhere'), { timeout: 30_000 }).toEqual(['node-1', 'node-2', 'node-3']);
});

test('a node whose power is cut is missed long before Docker itself would, and its tasks go elsewhere', async () => {
  await shell(`docker service create --quiet --detach --name lost --constraint node.role==worker --restart-delay 0s \
    ${BASE} sleep infinity`);
  await expect.poll(() => whereabouts('lost'), { timeout: 30_000 }).toHaveLength(1);
  const [name = ''] = await whereabouts('lost');
  const node = nodeNamed(name);
  await node.kill?.();
  expect(node.isAlive()).toBe(false);
  const status = () => shell(`docker node inspect --format '{{.Status.State}}' ${node.id}`);
  await expect.poll(status, { timeout: 11_000 }).toBe('down');
  const others = ['node-2', 'node-3'].filter((other) => other !== name);
  await expect.poll(() => whereabouts('lost'), { timeout: 30_000 }).toEqual(others);
});

test('nothing of any node is left, of a killed one neither', async () => {
  const before = await engineIds(setup.cache);
  const second = await startLocalEngine({ cache: setup.cache, served: [setup.base], signal, nodes: 2 });
  const ids = (await engineIds(setup.cache)).filter((id) => !before.includes(id));
  expect(ids).toHaveLength(2);
  await second.nodes[1]?.kill?.();
  await second[Symbol.asyncDispose]();
  for (const id of ids) expect(await traces(setup.cache, id)).toEqual([]);
});

test.each([
  ['daemon', 300],
  ['swarm', 300],
  ['serving', 0],
])('kill -9 of the owner while "%s" (+%d ms): all nodes end, the next run reaps the rest', async (phase, delay) => {
  const before = await engineIds(setup.cache);
  const owner = await startOwner(setup.cache, setup.base, phase, 3);
  const ours = async () => (await engineIds(setup.cache)).filter((id) => !before.includes(id) && !id.startsWith('.'));
  await expect.poll(ours).toHaveLength(3);
  const ids = await ours();
  await sleep(delay);
  const ended = once(owner, 'exit');
  owner.kill('SIGKILL');
  await ended;
  for (const id of ids) {
    await expect.poll(() => engineProcesses(setup.cache, id), { timeout: 10_000 }).toEqual([]);
  }
  await reap(setup.cache);
  for (const id of ids) expect(await traces(setup.cache, id)).toEqual([]);
});
