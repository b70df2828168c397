import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine, ImageStore } from '../../scripts/lib/engine/engine.ts';
import { localProvider } from '../../scripts/lib/engine/local.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { askPorts } from '../../scripts/lib/trial/ask-ports.ts';
import { planTrial } from '../../scripts/lib/trial/plan.ts';
import { runTrial } from '../../scripts/lib/trial/run.ts';
import { INSTALLING } from '../../scripts/lib/trial/rung.ts';
import type { PortProbe, Recipe, TrialReport } from '../../scripts/lib/types.ts';
import { edited } from './edited.ts';
import { ladderOf, reasonsOf, rungOf } from './trial-setup.ts';

const signal = new AbortController().signal;
let root: string;
let store: ImageStore;
let fossil: Recipe;
let engine: Engine;

/** Answers each datagram with itself; the image has Perl, and nothing else that could. */
const UDP =
  'use IO::Socket::INET; my $s = IO::Socket::INET->new(LocalPort => 7007, Proto => "udp") or die; while (defined $s->recv(my $m, 512)) { $s->send($m) }';
/** Greets, then waits. */
const TCP =
  'use IO::Socket::INET; my $s = IO::Socket::INET->new(LocalPort => 7007, Listen => 5, ReuseAddr => 1) or die; my @c; while (my $c = $s->accept) { print $c "220 hello\n"; $c->flush; push @c, $c }';
/** Shuts the door in front of everybody. */
const RUDE = TCP.replace('print $c "220 hello\n"; $c->flush; push @c, $c', 'close $c');

function speaking(image: string, script: string, ports: readonly object[]) {
  const entrypoint = ['perl', '-e', script.replaceAll('$', () => '$$')];
  return { image, entrypoint, stop_grace_period: '1s', networks: ['voice'], ports };
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ports-'));
  store = openImageStore();
  fossil = await readRecipe(process.cwd(), 'fossil');
  const [planned] = planTrial(fossil).images;
  const context = join(process.cwd(), 'recipes/fossil/image');
  const need = { reference: planned?.reference ?? '', services: ['app'], context, standIns: false };
  engine = await localProvider().start({ images: [await store.provide(need, signal)], signal });
  const host = (published: number, protocol: string, target = 7007) => ({ target, published, protocol, mode: 'host' });
  const services = {
    udp: speaking(need.reference, UDP, [host(7001, 'udp')]),
    tcp: speaking(need.reference, TCP, [host(7002, 'tcp'), host(7003, 'tcp', 9), host(7004, 'udp', 9)]),
    ingress: speaking(need.reference, TCP, [{ target: 7007, published: 7005 }]),
    rude: speaking(need.reference, RUDE, [host(7006, 'tcp')]),
  };
  const stack = { version: '3.9', services, networks: { voice: { driver: 'overlay' } } };
  await writeFile(join(root, 'stack.yml'), JSON.stringify(stack));
  const deployed = await engine.run('docker stack deploy -c stack.yml voice', { cwd: root, signal });
  expect(deployed.output).not.toContain('failed');
  const running = { label: ['com.docker.stack.namespace=voice'], status: ['running'] };
  while ((await engine.docker.listContainers({ filters: running })).length < 4) await sleep(200);
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

const PING: PortProbe = { port: 7001, protocol: 'udp', send: { hex: '00ff' }, expect: { hex: '00ff' } };
const HELLO: PortProbe = { port: 7002, protocol: 'tcp', expect: { text: '220' } };

test('ports that answer as declared, on the node and behind the ingress network', async () => {
  const ports: readonly PortProbe[] = [PING, HELLO, { port: 7002, protocol: 'tcp' }, { ...HELLO, port: 7005 }];
  const { reason, evidence } = await askPorts(engine, { stack: 'voice', ports }, 10_000, signal);
  expect(reason).toBeNull();
  const node = 'asked at the node, where the port is published; it said';
  expect(evidence.map(({ text }) => text)).toEqual([
    `${node} 00ff`,
    `${node} "220 hello\\n"`,
    `${node} "220 hello\\n"`,
    expect.stringMatching(/^asked at the (container|node).* ingress network; it said "220 hello\\n"$/),
  ]);
});

test.each<[string, PortProbe, RegExp]>([
  ['a port nobody publishes', { ...HELLO, port: 7100 }, /^No service publishes TCP port 7100\.$/],
  ['a port of the other protocol', { ...HELLO, port: 7001 }, /^No service publishes TCP port 7001\.$/],
  ['another answer', { ...HELLO, expect: { text: '418' } }, /^TCP port 7002 says "220 hello\\n", expected "418"\.$/],
  ['plain text where TLS is declared', { port: 7002, protocol: 'tcp', tls: true }, /^TCP port 7002 speaks no TLS: /],
  [
    'a TCP port that nobody listens on',
    { port: 7003, protocol: 'tcp' },
    /^TCP port 7003 takes no connection: .*REFUSED/,
  ],
  ['a UDP port that nobody listens on', { ...PING, port: 7004 }, /^UDP port 7004 says nothing, expected 00ff\.$/],
  ['a door that is shut at once', { port: 7006, protocol: 'tcp' }, /^TCP port 7006 ends the connection at once\.$/],
])('%s is told', async (_what, probe, reason) => {
  expect((await askPorts(engine, { stack: 'voice', ports: [probe] }, 0, signal)).reason).toMatch(reason);
});

/** Fossil as an app without a route, asked at a port. */
async function tried(probe: PortProbe): Promise<TrialReport> {
  const recipe = edited(fossil, ({ services: { app } }) => {
    app.ports = [{ target: 8080, published: 8081, mode: 'host' }];
    app.deploy.labels = app.deploy.labels.filter((label: string) => !label.startsWith('traefik.'));
  });
  if (recipe.metadata === null) throw new Error('fossil has metadata');
  const skip = [{ rung: 'removes', reason: 'only ports are looked at' }];
  const trial = { ...recipe.metadata.trial, probes: [], ports: [probe], skip };
  const changed = { ...recipe, metadata: { ...recipe.metadata, trial } };
  const options = { root, store, provider: localProvider(), standIns: false, signal };
  return await runTrial(changed, { ...options, rungs: INSTALLING });
}

const LOGIN = { port: 8081, protocol: 'tcp', send: { text: 'GET /login HTTP/1.0\r\n\r\n' } } as const;

test('an app without a route answers at its port, or it does not', async () => {
  const right = await tried({ ...LOGIN, expect: { text: '200 OK' } });
  expect(ladderOf(right), reasonsOf(right)).toBe('deploys pass, answers pass, removes skip');
  expect(rungOf(right, 'answers').measures).toEqual({ ports: 1 });
  // No number: the page carries a random one for strangers, which may contain it.
  const wrong = await tried({ ...LOGIN, expect: { text: '418 teapot' } });
  expect(ladderOf(wrong), reasonsOf(wrong)).toBe('deploys pass, answers fail, removes skip');
  expect(wrong.verdict).toBe('fail');
});
