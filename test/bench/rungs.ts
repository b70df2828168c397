/**
 * All rungs of a recipe with three services against what Docker itself needs for the same steps, in the same run: one engine at a
 * time for the ratio; then as `npm run trial` climbs them, for one such recipe and for two at once.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { localProvider } from '../../scripts/lib/engine/local.ts';
import { CACHE_FOLDER } from '../../scripts/lib/engine/paths.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { ENGINES_AT_ONCE } from '../../scripts/lib/engines-at-once.ts';
import { openPlaces } from '../../scripts/lib/places.ts';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { runTrial } from '../../scripts/lib/trial/run.ts';
import { INSTALLING } from '../../scripts/lib/trial/rung.ts';
import type { Recipe, TrialReport } from '../../scripts/lib/types.ts';
import { asPublishedBefore, edited } from '../swarm/edited.ts';
import { type HandRung, timeByHand } from './rungs/by-hand.ts';

const signal = AbortSignal.timeout(3_600_000);
const provider = localProvider();
await using store = openImageStore();
const root = await mkdtemp(join(CACHE_FOLDER, 'bench-'));
let folders = 0;
try {
  const recipe = ofThreeServices(await readRecipe(process.cwd(), 'davical'));
  // Fills the caches.
  await climbAll([recipe], ENGINES_AT_ONCE);
  await compare(recipe);
  const one = await climbAll([recipe], ENGINES_AT_ONCE);
  const two = await climbAll([recipe, recipe], ENGINES_AT_ONCE);
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  process.stdout.write(`${ENGINES_AT_ONCE} engines at once: one recipe ${seconds(one)} (target ≤ 120 s)\n`);
  process.stdout.write(`two recipes ${seconds(two)}, ${(two / one).toFixed(2)} × one (target ≤ 1.3)\n`);
} finally {
  await rm(root, { recursive: true, force: true });
}

/** DAViCal, its PostgreSQL, and a third that only waits. */
function ofThreeServices(davical: Recipe): Recipe {
  return edited(davical, ({ services }) => {
    const { image, user, logging, deploy } = services.app;
    services.jobs = {
      ...{ image, user, logging, read_only: true, cap_drop: ['ALL'], networks: ['internal'], stop_grace_period: '5s' },
      entrypoint: ['tini', '--', 'sleep', 'infinity'],
      healthcheck: { test: ['CMD', 'true'], interval: '2s', timeout: '3s', retries: 5 },
      deploy: { ...deploy, endpoint_mode: 'dnsrr', labels: [] },
    };
  });
}

/** One row for each rung, and the sum. */
async function compare(recipe: Recipe): Promise<void> {
  const previous = asPublishedBefore(recipe);
  const hand = await timeByHand({ recipe, previous, provider, store, signal });
  const { rungs } = (await climb(recipe, openPlaces(1))).trial;
  const own = (id: HandRung) => {
    const of = rungs.filter((rung) => (id === 'installs' ? INSTALLING.includes(rung.id) : rung.id === id));
    return of.reduce((sum, { durationMs }) => sum + durationMs, 0);
  };
  const row = (name: string, trial: number, docker: number) =>
    process.stdout.write(
      `${name.padEnd(10)} trial ${(trial / 1000).toFixed(1).padStart(6)} s  by hand ${(docker / 1000).toFixed(1).padStart(6)} s  ratio ${(trial / docker).toFixed(2)}\n`,
    );
  for (const [id, ms] of hand) row(id, own(id), ms);
  const sum = (all: Iterable<number>) => [...all].reduce((a, b) => a + b, 0);
  row('all', sum([...hand.keys()].map(own)), sum(hand.values()));
}

async function climbAll(recipes: readonly Recipe[], width: number): Promise<number> {
  const places = openPlaces(width);
  const started = performance.now();
  await Promise.all(recipes.map((recipe) => climb(recipe, places)));
  return performance.now() - started;
}

async function climb(recipe: Recipe, places: ReturnType<typeof openPlaces>): Promise<TrialReport> {
  const folder = join(root, `report-${folders++}`);
  const options = { root, store, provider, standIns: false, signal, places, folder };
  const report = await runTrial(recipe, { ...options, previous: asPublishedBefore(recipe) });
  const open = report.trial.rungs.find(({ status }) => status !== 'pass');
  if (open !== undefined) throw new Error(`${open.id}: ${open.status}: ${open.reason}`);
  return report;
}
