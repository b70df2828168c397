/** How often the real scanner is started: what ten recipes share costs once. */
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CACHE_FOLDER } from '../../scripts/lib/engine/paths.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { openPlaces } from '../../scripts/lib/places.ts';
import { imagesOf } from '../../scripts/lib/scan/provide.ts';
import { readPolicy } from '../../scripts/lib/scan/read-policy.ts';
import { scanRecipe } from '../../scripts/lib/scan/run.ts';
import { openScanner } from '../../scripts/lib/scan/scanner.ts';
import type { Recipe, ScanReport } from '../../scripts/lib/types.ts';
import { debian, makeImage, recipeOf } from '../scan/scan-setup.ts';
import { writeDatabase } from '../scan/vulnerability-db.ts';
import { openTestCache } from './engine-setup.ts';

const TRIVY = process.env.TRIVY || join(CACHE_FOLDER, 'trivy/trivy');
const KEY_ID = ['AKIA', 'QX7T', 'ZL2M', 'V5NW', '8RKC'].join('').slice(0, 20);
const signal = new AbortController().signal;
const now = new Date();

let setup: Awaited<ReturnType<typeof openTestCache>>;
let counting: string;
beforeAll(async () => {
  setup = await openTestCache();
  for (const name of ['app', 'db', 'cache']) {
    await makeImage(setup.cache, `registry.example.org/${name}:1`, [debian('12', [`${name} 1.0`])]);
  }
  const known = { id: 'CVE-2026-1001', severity: 'LOW', source: 'debian 12', package: 'app', fixedIn: '2.0' } as const;
  await writeDatabase(join(setup.cache, 'trivy'), [known], now);
  counting = join(setup.cache, 'counting-trivy');
  await writeFile(counting, `#!/bin/sh\necho "$1 $2" >> ${setup.cache}/starts\nexec ${TRIVY} "$@"\n`);
  await chmod(counting, 0o755);
});
afterAll(() => setup[Symbol.asyncDispose]());
beforeEach(() => rm(join(setup.cache, 'starts'), { force: true }));

/** Ten recipes, each with bytes of its own; together they run three images. */
const RECIPES = Array.from({ length: 10 }, (_, index): Recipe => {
  const images = index % 2 === 0 ? ['app', 'db'] : ['app', 'cache'];
  const files = { 'notes.conf': `number = ${index}\n${index === 7 ? `aws_access_key_id = ${KEY_ID}\n` : ''}` };
  const named = images.map((name) => [name, `registry.example.org/${name}:1`] as const);
  return recipeOf(Object.fromEntries(named), { files });
});

async function scanAll(parallel: number): Promise<readonly ScanReport[]> {
  const { policy, digest: policyDigest } = await readPolicy();
  const scanner = await openScanner({
    ...{ cache: setup.cache, trivy: counting, env: {}, limitSeconds: 120, databaseMaxAgeDays: 7, now, signal },
    places: openPlaces(parallel),
    recipes: RECIPES,
    onProgress: () => undefined,
  });
  await using store = openImageStore({ cache: setup.cache });
  const provide = (recipe: Recipe) => imagesOf(recipe, { store, signal });
  const options = { provide, scanner, policy, policyDigest, exploited: null, now, signal };
  return await Promise.all(RECIPES.map((recipe) => scanRecipe(recipe, null, options)));
}

/** Which scans were begun; questions about the program itself are none. */
async function starts(): Promise<readonly string[]> {
  const lines = (await readFile(join(setup.cache, 'starts'), 'utf8').catch(() => '')).trim().split('\n');
  return lines.filter((line) => /--(?:input|cache-dir)$/.test(line)).toSorted();
}

test('ten recipes that share images start it once for each digest, and once for all their files', async () => {
  const reports = await scanAll(2);
  expect(await starts()).toEqual(['fs --cache-dir', 'image --input', 'image --input', 'image --input']);
  expect(reports.map(({ looked }) => looked)).toEqual(Array(10).fill(2));
  expect(reports.map(({ verdict }) => verdict)).toEqual(RECIPES.map((_, index) => (index === 7 ? 'fail' : 'pass')));
  expect(reports[7]?.findings).toMatchObject([
    { rule: 'recipe-secret', place: { file: 'recipes/wiki/notes.conf', line: 2 } },
  ]);
});

test('a second run starts it for nothing, and says the same', async () => {
  const [first] = await scanAll(2);
  const [second] = await scanAll(1);
  expect(await starts()).toEqual([]);
  expect(second?.scan.images).toEqual(first?.scan.images);
});
