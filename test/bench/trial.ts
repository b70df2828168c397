/**
 * A trial against the same steps by hand, in the same run: engine start, the plan's own commands until every replica is up,
 * `stack rm` until nothing of it is left. Prints the ratio; what it costs more is proof, evidence and taking the engine away.
 * Then the seventeen ways to fail, each with the time until it is named.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../scripts/lib/engine/engine.ts';
import { localProvider } from '../../scripts/lib/engine/local.ts';
import { CACHE_FOLDER } from '../../scripts/lib/engine/paths.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { provideImages } from '../../scripts/lib/trial/images.ts';
import { planTrial, type TrialPlan } from '../../scripts/lib/trial/plan.ts';
import { runTrial } from '../../scripts/lib/trial/run.ts';
import { INSTALLING } from '../../scripts/lib/trial/rung.ts';
import { openRecipeWorkplace } from '../../scripts/lib/trial/workplace.ts';
import type { Recipe } from '../../scripts/lib/types.ts';
import { FAILURE_CASES, failingRecipe, secondsUntilKnown, timed } from '../swarm/failure-cases.ts';
import { before, openFaultSetup } from '../swarm/fault-setup.ts';

const RECIPES = ['fossil', 'davical'];
const ROUNDS = 2;
const signal = AbortSignal.timeout(900_000);
const provider = localProvider();
await using store = openImageStore();
const root = await mkdtemp(join(CACHE_FOLDER, 'bench-'));
try {
  for (const name of RECIPES) await compare(await readRecipe(process.cwd(), name));
  await timeFailures();
} finally {
  await rm(root, { recursive: true, force: true });
}

/** In turn, so that whatever else the machine does falls on both alike. The first trial only fills the caches. */
async function compare(recipe: Recipe): Promise<void> {
  await tryOnce(recipe);
  const hand: number[] = [];
  const trial: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    hand.push(await byHand(recipe));
    trial.push(await tryOnce(recipe));
  }
  const ratio = Math.min(...trial) / Math.min(...hand);
  const seconds = (all: readonly number[]) => `${(Math.min(...all) / 1000).toFixed(1)} s`;
  process.stdout.write(
    `${recipe.name.padEnd(8)} trial ${seconds(trial)}  by hand ${seconds(hand)}  ratio ${ratio.toFixed(2)} (target ≤ 1.3)\n`,
  );
}

/** One row for each way to fail: how soon after `stack deploy` the right reason is known. */
async function timeFailures(): Promise<void> {
  await using setup = await openFaultSetup();
  let inTime = 0;
  for (const failure of FAILURE_CASES) {
    const own = localProvider({ cache: setup.cache });
    const { prepare } = failure;
    const report = await setup.trial(await failingRecipe(failure), {
      provider: prepare === undefined ? own : before('stack deploy', prepare, own),
    });
    if (!failure.reason.test(report.findings[0]?.message ?? '')) throw new Error(report.findings[0]?.message);
    process.stdout.write(timed(failure, report));
    if (secondsUntilKnown(report) <= 2 * failure.seconds) inTime += 1;
  }
  process.stdout.write(`${inTime} of ${FAILURE_CASES.length} within twice the time of an idle machine\n`);
}

async function tryOnce(recipe: Recipe): Promise<number> {
  const started = performance.now();
  const { verdict, findings } = await runTrial(recipe, {
    ...{ root, store, provider, standIns: false, signal },
    rungs: INSTALLING,
  });
  if (verdict !== 'pass') throw new Error(`${recipe.name}: ${verdict}: ${findings[0]?.message}`);
  return performance.now() - started;
}

async function byHand(recipe: Recipe): Promise<number> {
  const plan = planTrial(recipe);
  await using workplace = await openRecipeWorkplace(recipe, plan);
  const images = await provideImages(plan, workplace.folder, { store, standIns: false, signal });
  const started = performance.now();
  await using engine = await provider.start({ images, signal });
  const paste = (ids: readonly string[]) => runBlocks(engine, plan, workplace.folder, ids);
  await paste(['settings', 'network', 'secrets', 'deploy']);
  while (!(await isUp(engine))) await sleep(50);
  await paste(['settings', 'remove']);
  while ((await engine.docker.listContainers({ all: true })).length > 0) await sleep(50);
  return performance.now() - started;
}

async function runBlocks(engine: Engine, plan: TrialPlan, cwd: string, ids: readonly string[]): Promise<void> {
  const script = plan.commands.flatMap((command) => (ids.includes(command.id) ? [command.script] : [])).join('\n');
  const { exitCode, output } = await engine.run(script, { cwd, signal });
  if (exitCode !== 0) throw new Error(output);
}

/** What `docker stack services` shows as 1/1, for each service. */
async function isUp({ docker }: Engine): Promise<boolean> {
  const services = await docker.listServices({ status: true });
  return services.every(({ ServiceStatus: status }) => status?.RunningTasks === status?.DesiredTasks);
}
