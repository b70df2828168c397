/** Trials on a swarm that is somebody else's; a second private one stands for it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../scripts/lib/engine/engine.ts';
import { localProvider, type PrivateEngine } from '../../scripts/lib/engine/local.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { readReports } from '../../scripts/lib/report/store.ts';
import { edgeImages } from '../../scripts/lib/trial/edge/edge.ts';
import { provideImages } from '../../scripts/lib/trial/images.ts';
import { planTrial } from '../../scripts/lib/trial/plan.ts';
import type { Recipe } from '../../scripts/lib/types.ts';
import { endDuring, leftOf } from './killed-setup.ts';

const signal = new AbortController().signal;
const TRIAL = ['node', 'scripts/trial.ts', 'fossil', '--provider'] as const;
let folder: string;
let fossil: Recipe;
let hoster: Engine;
let far: Server;

/** The hoster's swarm runs a stack of the very name the recipe has, behind a network of the name the recipe asks for. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hoster-'));
  fossil = await readRecipe(process.cwd(), 'fossil');
  await using store = openImageStore();
  const plan = planTrial(fossil);
  const images = [...(await provideImages(plan, 'recipes/fossil', { store, standIns: false, signal }))];
  for (const need of edgeImages(true)) images.push(await store.provide(need, signal));
  hoster = await localProvider().start({ images, signal });
  const labels = { 'traefik.enable': 'true', 'traefik.http.routers.fossil.rule': 'Host(`fossil.test`)' };
  const app = {
    image: images[0]?.reference,
    entrypoint: ['sleep', '99999'],
    networks: ['proxy'],
    volumes: ['data:/data'],
    secrets: ['admin_pass'],
    deploy: { labels },
  };
  const bystander = {
    version: '3.9',
    services: { app },
    networks: { proxy: { external: true } },
    volumes: { data: {} },
    secrets: { admin_pass: { external: true, name: 'fossil_admin_pass_v1' } },
  };
  await writeFile(join(folder, 'bystander.yml'), JSON.stringify(bystander));
  const { exitCode, output } = await hoster.run(
    `docker network create --driver overlay --attachable proxy
echo mine | docker secret create fossil_admin_pass_v1 -
docker stack deploy -c bystander.yml fossil
while [ -z "$(docker ps -q)" ]; do sleep 0.1; done`,
    { cwd: folder, signal },
  );
  expect(exitCode, output).toBe(0);
  const { socket } = (hoster as PrivateEngine).place;
  far = createServer((client) => {
    const inside = connect(socket);
    client.on('error', () => inside.destroy()).pipe(inside);
    inside.on('error', () => client.destroy()).pipe(client);
  });
  await new Promise<void>((resolve) => far.listen(0, '127.0.0.1', resolve));
  process.env.DOCKER_CONFIG = folder;
  await execa('docker', ['context', 'create', 'hoster', '--docker', `host=unix://${socket}`]);
  const { port } = far.address() as AddressInfo;
  await execa('docker', ['context', 'create', 'far', '--docker', `host=tcp://127.0.0.1:${port}`]);
});
afterAll(async () => {
  delete process.env.DOCKER_CONFIG;
  far.close();
  await hoster[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Everything there is on the hoster's swarm, down to the versions of what could have been changed. */
async function everything(): Promise<unknown> {
  const { docker } = hoster;
  const all = await Promise.all([
    docker.listServices(),
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listSecrets(),
    docker.listConfigs(),
    docker.listVolumes(),
    docker.listImages(),
  ]);
  const [services, containers, networks, secrets, configs, { Volumes: volumes }, images] = all;
  return {
    services: services.map(({ ID, Version }) => [ID, Version]),
    containers: containers.map(({ Id, State }) => [Id, State]).toSorted(),
    networks: networks.map(({ Id }) => Id).toSorted(),
    secrets: secrets.map(({ ID, Version }) => [ID, Version]).toSorted(),
    configs: configs.map(({ ID }) => ID).toSorted(),
    volumes: volumes.map(({ Name }) => Name).toSorted(),
    images: images.map(({ Id, RepoTags }) => [Id, RepoTags]).toSorted(),
  };
}

/** Services that are not the hoster's. */
async function guests() {
  return (await hoster.docker.listServices()).filter(({ Spec }) => Spec?.Name !== 'fossil_app');
}

test('a recipe is proven beside a stack of the same name, which does not notice', async () => {
  const before = await everything();
  const { stdout, exitCode } = await execa(TRIAL[0], [...TRIAL.slice(1), 'context:hoster'], { reject: false });
  expect(stdout).toMatch(/fossil .* pass after/);
  expect(exitCode).toBe(0);
  const { trial } = await readReports(process.cwd(), 'fossil', fossil.version);
  expect(trial?.trial.rungs.map(({ id, status }) => `${id} ${status}`)).toEqual([
    'deploys pass',
    'answers pass',
    'removes pass',
  ]);
  expect(trial?.trial.engine).toMatchObject({ provider: 'context', nodes: 1 });
  expect(trial?.trial.engine?.limits.join()).toContain('a private network stands for "proxy"');
  expect(await everything()).toEqual(before);
});

test('while it runs it offers no route and no port to anybody, and Ctrl-C removes all of it', async () => {
  const before = await everything();
  const run = await endDuring([...TRIAL, 'context:hoster'], 'answers', 'SIGINT', async (child) => {
    const services = await guests();
    const proxy = (await hoster.docker.listNetworks()).find(({ Name }) => Name === 'proxy');
    const seen = services.map(({ Spec, Endpoint }) => ({
      traefik: Spec?.Labels?.['traefik.enable'] ?? 'none',
      ports: Endpoint?.Ports ?? [],
      onProxy: JSON.stringify(Spec).includes(proxy?.Id ?? '?'),
    }));
    child.kill('SIGINT');
    expect(seen.toSorted((a, b) => a.traefik.localeCompare(b.traefik))).toEqual([
      { traefik: 'false', ports: [], onProxy: false },
      { traefik: 'none', ports: [], onProxy: false },
    ]);
  });
  expect(run.code).toBe(130);
  expect(await leftOf(run)).toEqual([]);
  expect(await everything()).toEqual(before);
});

test.each(['deploys', 'removes'])('SIGTERM during "%s" leaves nothing there', async (phase) => {
  const before = await everything();
  const run = await endDuring([...TRIAL, 'context:hoster'], phase, 'SIGTERM');
  expect(run.code).toBe(130);
  expect(await everything()).toEqual(before);
});

test('what a killed run left is reaped by command, over any kind of context, and a living run’s is not', async () => {
  const before = await everything();
  const killed = await endDuring([...TRIAL, 'context:hoster'], 'answers', 'SIGKILL');
  expect(await guests()).toHaveLength(2);
  const living = endDuring([...TRIAL, 'context:far'], 'answers', 'SIGINT', async (child) => {
    child.kill('SIGSTOP');
    const reaping = await execa('node', ['scripts/trial.ts', '--provider', 'context:far', '--reap'], { reject: false });
    const left = await guests();
    child.kill('SIGCONT');
    child.kill('SIGINT');
    expect(reaping).toMatchObject({ exitCode: 0, stdout: 'nothing removed' });
    expect(left).toHaveLength(2);
  });
  // The living run has itself reaped what the killed one left, when it began.
  expect((await living).code).toBe(130);
  expect(await leftOf(killed)).toEqual([]);
  expect(await everything()).toEqual(before);
  await endDuring([...TRIAL, 'context:hoster'], 'answers', 'SIGKILL');
  const { stdout } = await execa('node', ['scripts/trial.ts', '--provider', 'context:far', '--reap']);
  expect(stdout).toMatch(/^[0-9a-f]{8} removed$/);
  expect(await everything()).toEqual(before);
});

test.each([
  [['context:nobody'], /no docker context "nobody"/],
  [['context'], /no provider "context"/],
  [['context:hoster', '--rung', 'upgrades'], /context:hoster has no engines of its own/],
])('%j is refused', async (options, message) => {
  const { exitCode, stderr } = await execa(TRIAL[0], [...TRIAL.slice(1), ...options], { reject: false });
  expect(stderr).toMatch(message);
  expect(exitCode).toBe(2);
});
