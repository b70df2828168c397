import { readlink } from 'node:fs/promises';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PrivateEngine, startLocalEngine } from '../../scripts/lib/engine/local.ts';
import { BASE, engineIds, imageOfOnlyService, openTestCache, traces } from './engine-setup.ts';

const signal = new AbortController().signal;
let setup: Awaited<ReturnType<typeof openTestCache>>;
let engine: PrivateEngine;

beforeAll(async () => {
  setup = await openTestCache();
  engine = await startLocalEngine({ cache: setup.cache, served: [setup.base], signal });
  const { exitCode, output } = await shell(`docker network create --driver overlay --attachable proxy
    docker service create --quiet --detach --name idle --network proxy ${BASE} sleep infinity
    while [ -z "$(docker ps -q)" ]; do sleep 0.1; done`);
  expect(exitCode, output).toBe(0);
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  await setup[Symbol.asyncDispose]();
});

async function shell(script: string): Promise<{ exitCode: number; output: string }> {
  return engine.run(script, { cwd: '/tmp', signal });
}

/** Runs a command in a one-off container on an overlay network, as a stack's service would see the world. */
async function inContainer(command: string): Promise<{ exitCode: number; output: string }> {
  return shell(`docker run --rm --network proxy ${BASE} sh -c '${command}'`);
}

test('a service runs on exactly the bytes that were served', async () => {
  expect(await imageOfOnlyService(engine)).toBe(`${BASE}@${setup.base.digest}`);
});

test('an image that was not served cannot be had', async () => {
  const { exitCode, output } = await shell('docker pull nginx:1.29');
  expect(exitCode).toBe(1);
  expect(output).toContain('lookup registry-1.docker.io');
});

test('a container has no way out and no way to the manager, and learns so at once', async () => {
  // Who gets no answer asks again after 5 s.
  expect((await inContainer('timeout 4.5 getent hosts deb.debian.org')).exitCode).toBe(2);
  const tcp = (target: string): string => `exec 3<>/dev/tcp/${target}`;
  for (const target of ['192.0.2.1/80', '172.18.0.1/2377', '172.18.0.1/64999', '10.0.0.1/2377']) {
    const { exitCode, output } = await inContainer(`timeout 3 bash -c "${tcp(target)}"`);
    expect(exitCode, `${target}: ${output}`).not.toBe(0);
  }
});

test('services on one overlay network find each other by task name', async () => {
  expect((await inContainer('getent hosts tasks.idle')).output).toMatch(/^10\.\d+\.\d+\.\d+/);
});

test('a script sees a scrubbed environment and an empty home', async () => {
  process.env.COMMONS_TEST_SECRET = 'hunter2';
  const options = { cwd: '/tmp', env: { STACK_NAME: 'fossil' }, signal };
  const { output } = await engine.run('env | cut -d= -f1 | sort; ls -A "$HOME"; echo end', options);
  delete process.env.COMMONS_TEST_SECRET;
  expect(output.trim().split('\n')).toEqual(['DOCKER_HOST', 'HOME', 'LANG', 'PATH', 'PWD', 'STACK_NAME', 'end']);
});

test('a script stops at its first failing line and tells its exit code', async () => {
  const result = await shell('echo one; echo two >&2; sh -c "exit 7"; echo three');
  expect(result).toMatchObject({ exitCode: 7, output: 'one\ntwo\n' });
});

test("Debian's own older docker client works as well", async () => {
  const options = { cwd: '/tmp', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }, signal };
  expect((await engine.run('docker service ls --format "{{.Name}}"', options)).output).toBe('idle\n');
});

test('a port published inside is reached from outside through a socket', async () => {
  await shell(`docker run -d --name web -p 18080:80 ${BASE} \
  perl -MIO::Socket -e '$s=IO::Socket::INET->new(LocalPort=>80,Listen=>9,ReuseAddr=>1) or die; while($c=$s->accept){sysread $c,$_,999;print $c "HTTP/1.0 200 OK\\r\\n\\r\\nhello";close $c}'
sleep 0.3`);
  const socketPath = await engine.dial(18080);
  const answers = Array.from({ length: 20 }, async () => {
    const asked = request({ socketPath, path: '/' }).end();
    return text(
      await new Promise<NodeJS.ReadableStream>((resolve, reject) => asked.on('response', resolve).on('error', reject)),
    );
  });
  expect(new Set(await Promise.all(answers))).toEqual(new Set(['hello']));
  expect(await engine.dial(18080)).toBe(socketPath);
  await shell('docker rm -f web');
});

test('the facts say what was used and what this host cannot prove', () => {
  expect(engine.facts).toMatchObject({ provider: 'local', nodes: 1, storageDriver: expect.any(String) });
  expect(engine.facts.engineVersion).toMatch(/^\d+\.\d+/);
  expect(engine.facts.cliVersion).toMatch(/^\d+\.\d+/);
  expect(engine.facts.startMs).toBeGreaterThan(100);
});

test('a second engine neither disturbs nor sees the first, and leaves nothing', async () => {
  const second = await startLocalEngine({ cache: setup.cache, served: [setup.base], signal });
  const net = await readlink(`/proc/${second.daemon.pid}/ns/net`);
  expect((await second.docker.listServices()).length).toBe(0);
  await second.run(
    `docker service create --quiet --detach --name idle ${BASE} sleep infinity
    while [ -z "$(docker ps -q)" ]; do sleep 0.1; done`,
    { cwd: '/', signal },
  );
  await second.dial(2377);
  expect(await traces(setup.cache, second.id, net)).not.toEqual([]);
  await second[Symbol.asyncDispose]();
  expect(await traces(setup.cache, second.id, net)).toEqual([]);
  expect((await shell('docker service ls --format "{{.Replicas}}"')).output).toBe('1/1\n');
});

test.each(['namespaces', 'daemon', 'swarm'] as const)(
  'an interrupt during "%s" ends the start and leaves nothing',
  async (phase) => {
    const before = await engineIds(setup.cache);
    const interrupted = new AbortController();
    const onPhase = (now: string): void => {
      if (now === phase) setTimeout(() => interrupted.abort(new Error('interrupted')), 5);
    };
    const start = startLocalEngine({ cache: setup.cache, served: [setup.base], signal: interrupted.signal, onPhase });
    await expect(start).rejects.toThrow('interrupted');
    expect(await engineIds(setup.cache)).toEqual(before);
  },
);

test('an interrupt ends a running script with all it started', async () => {
  const started = performance.now();
  const options = { cwd: '/tmp', signal: AbortSignal.timeout(200) };
  await expect(engine.run('sh -c "sleep 98765" & sleep 98765', options)).rejects.toThrow('timeout');
  expect(performance.now() - started).toBeLessThan(10_000);
  expect((await shell('ps -eo args | grep -c "[s]leep 98765" || true')).output.trim()).toBe('0');
});
