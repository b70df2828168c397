import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImageStore } from '../../scripts/lib/engine/engine.ts';
import { localProvider } from '../../scripts/lib/engine/local.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { runTrial } from '../../scripts/lib/trial/run.ts';
import { ladderOf, rungOf } from './trial-setup.ts';

const signal = new AbortController().signal;
let root: string;
let store: ImageStore;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'recovers-'));
  store = openImageStore();
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

test('davical deploys, answers and goes without a trace on three nodes as on one', async () => {
  const davical = await readRecipe(process.cwd(), 'davical');
  const options = { root, store, provider: localProvider(), standIns: false, signal };
  const report = await runTrial(davical, { ...options, nodes: 3 });
  expect(ladderOf(report)).toBe('deploys pass, answers pass, removes pass');
  expect(report.trial.engine).toMatchObject({ nodes: 3 });
  const { measures, evidence } = rungOf(report, 'deploys');
  expect(measures.memoryIdleBytes).toBeGreaterThan(20_000_000);
  for (const service of ['app', 'db']) {
    expect(evidence.find(({ title }) => title === `Log of ${service}`)?.text, service).toMatch(/\S/);
  }
});
