/** The scan that `check` and `start` make of what a trial deployed, with the real scanner and a database from a real registry. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { certifyRecipe } from '../../scripts/lib/certificate/store.ts';
import { openRunScan } from '../../scripts/lib/check/scan.ts';
import { CACHE_FOLDER } from '../../scripts/lib/engine/paths.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { openPlaces } from '../../scripts/lib/places.ts';
import { writeReport } from '../../scripts/lib/report/store.ts';
import type { ImageResult, Recipe, TrialReport } from '../../scripts/lib/types.ts';
import { ALL_RUNGS, lintReport, trialReport } from '../certificate/sample.ts';
import { databaseLayer, serveDatabase } from '../scan/database-registry.ts';
import { debian, makeImage, recipeOf } from '../scan/scan-setup.ts';
import { openTestCache } from './engine-setup.ts';

const WIKI = 'registry.example.org/wiki:1';
const PAD = 'registry.example.org/pad:1';
const RECIPES = [recipeOf({ app: WIKI }), recipeOf({ app: PAD }, { version: '2.0.0+1' })] as const;
const [wiki, pad] = RECIPES;
const signal = new AbortController().signal;
const now = new Date();
const startedAt = now.toISOString();

let setup: Awaited<ReturnType<typeof openTestCache>>;
let digests: { readonly [reference: string]: string };
let mirror: Awaited<ReturnType<typeof serveDatabase>>;
beforeAll(async () => {
  setup = await openTestCache();
  digests = {
    [WIKI]: await makeImage(setup.cache, WIKI, [debian('12', ['holed 1.0'])]),
    [PAD]: await makeImage(setup.cache, PAD, [debian('12', ['sound 1.0'])]),
  };
  // The tag moves after the trial.
  await makeImage(setup.cache, PAD, [debian('12', ['holed 1.0'])]);
  const flaw = {
    id: 'CVE-2026-1001',
    severity: 'CRITICAL',
    source: 'debian 12',
    package: 'holed',
    fixedIn: '2.0',
  } as const;
  mirror = await serveDatabase(setup.cache, 'mirror', await databaseLayer(setup.cache, now, [flaw]));
});
afterAll(async () => {
  await mirror.stop();
  await setup[Symbol.asyncDispose]();
});
beforeEach(async () => {
  for (const folder of ['trivy/db', 'out']) await rm(join(setup.cache, folder), { recursive: true, force: true });
});

function triedWith(recipe: Recipe, reference: string, image: Partial<ImageResult> = {}): TrialReport {
  const { name, version, digest, commit } = recipe;
  const subject = { recipe: name, version, digest, commit };
  const deployed = { reference, services: ['app'], source: 'store', available: true, sizeBytes: 1, notes: [] };
  const images = [{ ...deployed, digest: digests[reference], ...image } as ImageResult];
  const trial = trialReport({ images, rungs: ALL_RUNGS }, 'pass', { subject, startedAt });
  for (const report of [lintReport({ subject, startedAt }), trial]) writeReport(setup.cache, report);
  return trial;
}

/** One run, with what it said on its way. */
async function run(
  repository: string,
  work: (scan: ReturnType<typeof openRunScan>) => Promise<void>,
): Promise<readonly string[]> {
  const lines: string[] = [];
  await using store = openImageStore({ cache: setup.cache });
  const env = { TRIVY: process.env.TRIVY || join(CACHE_FOLDER, 'trivy/trivy'), TRIVY_DB_REPOSITORY: repository };
  await using scan = openRunScan({
    ...{ root: setup.cache, cache: setup.cache, recipes: RECIPES, store, places: openPlaces(2), env, signal },
    onProgress: (line) => lines.push(line),
    onStep: ({ doing, ended }) => (ended ? lines.push(doing) : undefined),
  });
  scan.prepare();
  await work(scan);
  return lines;
}

async function certified(recipe: Recipe) {
  const { verdict, result, scan } = await certifyRecipe(setup.cache, recipe, new Date());
  return { verdict, level: result.issued ? result.certificate.level : null, kind: scan.kind, says: scan.says };
}

test('the database is fetched once, what was deployed is scanned by its digest, and a flaw fails the recipe', async () => {
  const lines = await run(mirror.address, async (scan) => {
    await Promise.all([scan.scan(wiki, triedWith(wiki, WIKI)), scan.scan(pad, triedWith(pad, PAD))]);
  });
  expect(lines.filter((line) => line.includes('fetching'))).toHaveLength(1);
  expect(lines).toEqual(expect.arrayContaining(['scan: fail', 'scan: pass']));
  expect(await certified(wiki)).toMatchObject({ verdict: 'fail', level: null, kind: 'failed' });
  // By the digest that was deployed; what the tag names now has the flaw.
  expect(await certified(pad)).toMatchObject({ verdict: 'pass', level: 7, kind: 'passed' });
  const sbom = JSON.parse(await readFile(join(setup.cache, 'out/reports/wiki/2.0.0+1/scan.json'), 'utf8')).scan
    .images[0].sbom;
  expect(await readFile(join(setup.cache, 'out/reports/wiki/2.0.0+1', sbom), 'utf8')).toContain('CycloneDX');
});

test('without a database the recipe is capped, not failed, with the next step, and a scan of before is kept', async () => {
  const nowhere = 'http://127.0.0.1:2/trivy-db';
  await run(mirror.address, async (scan) => void (await scan.scan(pad, triedWith(pad, PAD))));
  await rm(join(setup.cache, 'trivy/db'), { recursive: true });
  await run(nowhere, async (scan) => {
    expect((await scan.scan(wiki, triedWith(wiki, WIKI)))?.verdict).toBe('broken');
    expect(await scan.scan(pad, triedWith(pad, PAD))).toBeNull();
  });
  const { says, ...rest } = await certified(wiki);
  expect(rest).toEqual({ verdict: 'unverified', level: 1, kind: 'not-scanned' });
  expect(says).toMatch(
    /there is no vulnerability database here, and none can be fetched: .* npm run scan -- --update-db/,
  );
  expect(await certified(pad)).toMatchObject({ verdict: 'pass', level: 7, kind: 'passed' });
});

test('nothing is scanned where nothing of the real app was deployed', async () => {
  await run(mirror.address, async (scan) => {
    const missing = triedWith(wiki, WIKI, {
      available: false,
      error: 'no route',
      missing: false,
    } as Partial<ImageResult>);
    expect(await scan.scan(wiki, missing)).toBeNull();
    const trial = triedWith(wiki, WIKI);
    expect(await scan.scan(wiki, { ...trial, trial: { ...trial.trial, rehearsed: true } })).toBeNull();
  });
});

test('a repository that is none is told before anything starts', async () => {
  await expect(run('--insecure', async () => undefined)).rejects.toThrow('no repository of a database');
});
