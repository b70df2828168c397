/** Engines in containers; a private engine, where nothing is at hand but its socket, stands for the laptop's Docker. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dindProvider } from '../../scripts/lib/engine/dind.ts';
import { NEST_IMAGES } from '../../scripts/lib/engine/dind-containers.ts';
import type { Engine, ImageStore } from '../../scripts/lib/engine/engine.ts';
import { localProvider, type PrivateEngine } from '../../scripts/lib/engine/local.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { runTrial } from '../../scripts/lib/trial/run.ts';
import { INSTALLING } from '../../scripts/lib/trial/rung.ts';
import type { ImageResult, Recipe, TrialReport } from '../../scripts/lib/types.ts';
import { edited } from './edited.ts';
import { endDuring } from './killed-setup.ts';
import { ladderOf, reasonsOf, rungOf } from './trial-setup.ts';

const signal = new AbortController().signal;
let root: string;
let store: ImageStore;
let laptop: Engine;
let fossil: Recipe;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dind-'));
  fossil = await readRecipe(process.cwd(), 'fossil');
  store = openImageStore();
  const images: ImageResult[] = [];
  for (const reference of Object.values(NEST_IMAGES)) {
    images.push(await store.provide({ reference, services: ['nest'], context: null, standIns: true }, signal));
  }
  laptop = await localProvider().start({ images, signal });
  process.env.DOCKER_HOST = `unix://${(laptop as PrivateEngine).place.socket}`;
});
afterAll(async () => {
  delete process.env.DOCKER_HOST;
  await laptop[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

/** What the trial may have left on the laptop. */
async function left(): Promise<readonly unknown[]> {
  const { docker } = laptop;
  const containers = await docker.listContainers({ all: true });
  const networks = (await docker.listNetworks()).filter(({ Name }) => Name.startsWith('rc-'));
  const { Volumes: volumes } = await docker.listVolumes();
  return [...containers.map(({ Names }) => Names), ...networks.map(({ Name }) => Name), ...volumes];
}

function trial(recipe: Recipe): Promise<TrialReport> {
  return runTrial(recipe, { root, store, provider: dindProvider(), standIns: false, signal, rungs: INSTALLING });
}

test('a recipe is proven in a container that goes without a trace', { timeout: 400_000 }, async () => {
  const report = await trial(fossil);
  expect(report.findings).toEqual([]);
  expect(ladderOf(report), reasonsOf(report)).toBe('deploys pass, answers pass, removes pass');
  expect(report.trial.engine).toMatchObject({ provider: 'dind', nodes: 1 });
  expect(await left()).toEqual([]);
});

test('a bad recipe fails there, too', async () => {
  const report = await trial(
    edited(fossil, ({ services }) => Object.assign(services.app, { entrypoint: ['no-such'] })),
  );
  expect(rungOf(report, 'deploys').reason).toMatch(/Service "app" failed.*no-such/);
  expect(await left()).toEqual([]);
});

test('what a killed run left is reaped', async () => {
  const command = ['node', 'scripts/trial.ts', 'fossil', '--provider', 'dind'] as const;
  await endDuring(command, 'deploys', 'SIGKILL');
  expect(await left()).not.toEqual([]);
  const { stdout } = await execa('node', ['scripts/trial.ts', '--provider', 'dind', '--reap']);
  expect(stdout).toMatch(/^[0-9a-f]{8} removed$/);
  expect(await left()).toEqual([]);
});
