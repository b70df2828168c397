/**
 * A scan against bare `trivy image --input` of the same digests, in the same run and from equally empty caches. Prints the ratio,
 * and what the same scan takes once its digests are known.
 */
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { layOutImage } from '../../scripts/lib/engine/oci-layout.ts';
import { CACHE_FOLDER } from '../../scripts/lib/engine/paths.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { openPlaces } from '../../scripts/lib/places.ts';
import { readRecipes } from '../../scripts/lib/recipe/read.ts';
import { imagesOf } from '../../scripts/lib/scan/provide.ts';
import { readPolicy } from '../../scripts/lib/scan/read-policy.ts';
import { scanRecipe } from '../../scripts/lib/scan/run.ts';
import { openScanner } from '../../scripts/lib/scan/scanner.ts';
import { scanArguments } from '../../scripts/lib/scan/trivy-flags.ts';
import type { Recipe } from '../../scripts/lib/types.ts';
import { writeDatabase } from '../scan/vulnerability-db.ts';

const RECIPES = ['fossil', 'davical'];
const ROUNDS = 2;
const LIMIT_SECONDS = 300;
const signal = AbortSignal.timeout(900_000);
const now = new Date();
await using store = openImageStore({ onProgress: (line) => process.stderr.write(`${line}\n`) });
const cache = await mkdtemp(join(CACHE_FOLDER, 'bench-'));
try {
  await mkdir(join(cache, 'tmp'));
  await symlink(join(CACHE_FOLDER, 'images'), join(cache, 'images'));
  await writeDatabase(join(cache, 'trivy'), [
    { id: 'CVE-2026-0001', severity: 'LOW', source: 'debian 12', package: 'none' },
  ]);
  await compare();
} finally {
  await rm(cache, { recursive: true, force: true });
}

/** In turn, so that whatever else the machine does falls on both alike. */
async function compare(): Promise<void> {
  const { policy, digest: policyDigest } = await readPolicy();
  const trivy = process.env.TRIVY || join(CACHE_FOLDER, 'trivy/trivy');
  const wanted = { cache, trivy, env: {}, limitSeconds: LIMIT_SECONDS, databaseMaxAgeDays: 7, now, signal };
  const recipes = await readRecipes(process.cwd(), RECIPES);
  const open = () => openScanner({ ...wanted, recipes, places: openPlaces(1), onProgress: () => undefined });
  const provide = (recipe: Recipe) => imagesOf(recipe, { store, signal });
  const images = (await Promise.all(recipes.map(provide))).flat().filter((image) => image.available);
  const digests = [...new Set(images.map(({ digest }) => digest))];
  const { binary } = await open();

  const bare = async () => {
    for (const digest of digests) {
      await using layout = await layOutImage(digest, 'images');
      const output = join(cache, 'bare.json');
      const request = { input: layout.folder, cache: join(cache, 'trivy'), output, limitSeconds: LIMIT_SECONDS };
      await execa(binary.path, scanArguments(binary.dialect, request), { cwd: '/' });
    }
  };
  const look = async () => {
    const scanner = await open();
    for (const image of images) await scanner.look(image);
  };
  const whole = async () => {
    const options = { provide, scanner: await open(), policy, policyDigest, exploited: null, now, signal };
    for (const recipe of recipes) await scanRecipe(recipe, null, options);
  };
  const times: { readonly [what: string]: number[] } = { bare: [], ours: [], known: [] };
  for (let round = 0; round < ROUNDS; round++) {
    times.bare?.push(await timed(bare));
    times.ours?.push(await timed(look));
    await whole();
    times.known?.push(await timed(whole, false));
  }
  const [alone = 0, ours = 0, known = 0] = Object.values(times).map((all) => Math.min(...all));
  process.stdout.write(
    [
      `${digests.length} digests  bare trivy ${seconds(alone)}  ours ${seconds(ours)}  ratio ${(ours / alone).toFixed(3)} (target ≤ 1.05)`,
      `${recipes.length} recipes again, all digests known: ${seconds(known)} (target < 1 s)`,
      '',
    ].join('\n'),
  );
}

/** `fresh`: with nothing that Trivy or we remember of layers. */
async function timed(work: () => Promise<void>, fresh = true): Promise<number> {
  if (fresh) {
    for (const folder of ['scans', 'trivy/lanes', 'trivy/fanal'])
      await rm(join(cache, folder), { recursive: true, force: true });
  }
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
