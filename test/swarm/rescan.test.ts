/** Stored scans looked at again by the real scanner: a database that has learned something, and one that cannot be had. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blobFile } from '../../scripts/lib/engine/blobs.ts';
import { CACHE_FOLDER, storeFolder } from '../../scripts/lib/engine/paths.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { openPlaces } from '../../scripts/lib/places.ts';
import { writeReport } from '../../scripts/lib/report/store.ts';
import { fault, type ScanFault } from '../../scripts/lib/scan/fault.ts';
import { imagesOf } from '../../scripts/lib/scan/provide.ts';
import { imagesAgain } from '../../scripts/lib/scan/read-again.ts';
import { readPolicy } from '../../scripts/lib/scan/read-policy.ts';
import { rescanVersion } from '../../scripts/lib/scan/rescan.ts';
import { scanRecipe } from '../../scripts/lib/scan/run.ts';
import { openScanner } from '../../scripts/lib/scan/scanner.ts';
import type { Recipe, ScanReport } from '../../scripts/lib/types.ts';
import { debian, makeImage, recipeOf } from '../scan/scan-setup.ts';
import { type KnownFlaw, writeDatabase } from '../scan/vulnerability-db.ts';
import { openTestCache } from './engine-setup.ts';

const TRIVY = process.env.TRIVY || join(CACHE_FOLDER, 'trivy/trivy');
const WIKI = 'registry.example.org/wiki:1';
const RECIPE = recipeOf({ app: WIKI });
const signal = new AbortController().signal;
const flaw = (id: string, name: string): KnownFlaw => {
  return { id, severity: 'CRITICAL', source: 'debian 12', package: name, fixedIn: '2.0' };
};

let setup: Awaited<ReturnType<typeof openTestCache>>;
let digest: string;
let first: ScanReport;
beforeAll(async () => {
  setup = await openTestCache();
  const packages = ['early 1.0', 'late 1.0'];
  digest = await makeImage(setup.cache, WIKI, [debian('12', packages)]);
  await writeDatabase(join(setup.cache, 'trivy'), [flaw('TEMP-0000001-AAAAAA', 'other')], new Date('2026-06-01'));
  first = await act('2026-06-02', (options) => scanRecipe(RECIPE, null, options));
  writeReport(setup.cache, first);
});
afterAll(() => setup[Symbol.asyncDispose]());

async function act<Result>(day: string, work: (options: Parameters<typeof scanRecipe>[2]) => Promise<Result>) {
  const { policy, digest: policyDigest } = await readPolicy();
  const now = new Date(day);
  const { cache } = setup;
  const wanted = {
    cache,
    trivy: TRIVY,
    env: {},
    limitSeconds: 120,
    databaseMaxAgeDays: policy.databaseMaxAgeDays,
    now,
    places: openPlaces(1),
    recipes: [RECIPE],
  };
  const scanner = await openScanner({ ...wanted, signal, onProgress: () => undefined });
  await using store = openImageStore({ cache });
  const provide = (recipe: Recipe) => imagesOf(recipe, { store, signal });
  return await work({ provide, scanner, policy, policyDigest, exploited: null, now, signal });
}

async function again(day: string, stored: ScanReport, outdated: ScanFault | null = null) {
  await using store = openImageStore({ cache: setup.cache });
  const provideAgain = (recipe: Recipe) =>
    imagesAgain(recipe, { root: setup.cache, cache: setup.cache, store, signal });
  return await act(day, (options) =>
    rescanVersion({ recipe: RECIPE, previous: null, stored }, { ...options, provideAgain, outdated }),
  );
}

test('what became known is new, what was taken back is gone, and the tag that moved does not matter', async () => {
  expect(first.verdict).toBe('pass');
  await makeImage(setup.cache, WIKI, [debian('12', ['moved 1.0'])]);
  await writeDatabase(join(setup.cache, 'trivy'), [flaw('TEMP-0000002-AAAAAA', 'early')], new Date('2026-06-03'));
  const second = await again('2026-06-03', first);
  expect(second.report.scan.images[0]?.digest).toBe(digest);
  expect(second.rescanned).toMatchObject({
    ...{ recipe: 'wiki', before: 'pass', after: 'fail', gone: [], stale: null },
    new: [{ id: 'TEMP-0000002-AAAAAA', package: 'early', fixedIn: '2.0', severity: 'CRITICAL', image: WIKI }],
  });
  await writeDatabase(join(setup.cache, 'trivy'), [flaw('TEMP-0000003-AAAAAA', 'late')], new Date('2026-06-04'));
  const third = await again('2026-06-04', second.report);
  expect(third.rescanned.new.map(({ id }) => id)).toEqual(['TEMP-0000003-AAAAAA']);
  expect(third.rescanned.gone.map(({ id }) => id)).toEqual(['TEMP-0000002-AAAAAA']);
});

test('without a fresh database the old verdict stands, and is stale since the first time', async () => {
  const outdated = fault('database-download', 'failed to download the DB');
  const once = await again('2026-06-04', first, outdated);
  expect(once.report).toMatchObject({ verdict: 'pass', startedAt: first.startedAt });
  expect(once.rescanned.stale).toBe('failed to download the DB');
  const twice = await again('2026-06-05', once.report, outdated);
  expect(twice.report.scan.stale).toEqual({
    since: new Date('2026-06-04').toISOString(),
    reason: 'failed to download the DB',
  });
});

test('an image that is gone leaves the old verdict, stale; looking again takes the mark off', async () => {
  const marked = await again('2026-06-04', first, fault('database-old', 'too old'));
  expect((await again('2026-06-04', marked.report)).report.scan.stale).toBeUndefined();
  await rm(blobFile(storeFolder(setup.cache, 'images'), digest));
  await rm(join(setup.cache, 'scans'), { recursive: true });
  const { report, rescanned } = await again('2026-06-04', first);
  expect(report.verdict).toBe('pass');
  expect(rescanned.stale).toContain('was not scanned');
});
