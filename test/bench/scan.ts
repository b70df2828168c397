/**
 * A scan against bare `trivy image --input` of the same digests, in the same run and from equally empty caches. Prints the ratio,
 * and what the same scan takes once its digests are known.
 */
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
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

/** Digest by digest in turn, so that whatever else the machine does falls on both alike. */
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

  const bare = async (digest: string) => {
    await using layout = await layOutImage(digest, 'images');
    const output = join(cache, 'bare.json');
    const request = { input: layout.folder, cache: join(cache, 'trivy'), output, limitSeconds: LIMIT_SECONDS };
    await execa(binary.path, scanArguments(binary.dialect, request), { cwd: '/' });
  };
  const look = async (digest: string) => {
    const scanner = await open();
    for (const image of images) if (image.digest === digest) await scanner.look(image);
  };
  const whole = async () => {
    const options = { provide, scanner: await open(), policy, policyDigest, exploited: null, now, signal };
    for (const recipe of recipes) await scanRecipe(recipe, null, options);
  };
  const alone = { wall: 0, processor: 0 };
  const ours = { wall: 0, processor: 0 };
  for (const digest of digests) {
    const rounds: { readonly [who in 'bare' | 'ours']: Cost[] } = { bare: [], ours: [] };
    for (let round = 0; round < ROUNDS; round++) {
      rounds.bare.push(await costOf(() => bare(digest)));
      rounds.ours.push(await costOf(() => look(digest)));
    }
    add(alone, rounds.bare);
    add(ours, rounds.ours);
  }
  const first = await costOf(whole);
  const again = await costOf(whole, false);
  const ratio = (of: keyof Cost) => (ours[of] / alone[of]).toFixed(3);
  process.stdout.write(
    [
      `${digests.length} digests  bare trivy ${seconds(alone.wall)}  ours ${seconds(ours.wall)}  ratio ${ratio('wall')}, of processor time ${ratio('processor')} (target ≤ 1.05)`,
      `${recipes.length} recipes with their own files: ${seconds(first.wall)}; again, all known: ${seconds(again.wall)} (target < 1 s)`,
      '',
    ].join('\n'),
  );
}

/** In milliseconds. On a machine that others use, processor time tells more than the clock. */
interface Cost {
  readonly wall: number;
  readonly processor: number;
}

/** The least of all rounds. */
function add(sum: { wall: number; processor: number }, rounds: readonly Cost[]): void {
  sum.wall += Math.min(...rounds.map(({ wall }) => wall));
  sum.processor += Math.min(...rounds.map(({ processor }) => processor));
}

/** Of this process and of all it started that have ended. */
async function processorMs(): Promise<number> {
  const fields = (await readFile('/proc/self/stat', 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
}

/** `fresh`: with nothing that Trivy or we remember of layers. */
async function costOf(work: () => Promise<void>, fresh = true): Promise<Cost> {
  if (fresh) {
    for (const folder of ['scans', 'trivy/lanes', 'trivy/fanal'])
      await rm(join(cache, folder), { recursive: true, force: true });
  }
  const before = { wall: performance.now(), processor: await processorMs() };
  await work();
  return { wall: performance.now() - before.wall, processor: (await processorMs()) - before.processor };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
