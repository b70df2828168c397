/** The flow of a trial: plan → images → engine → rungs → evidence → teardown → report. */
import type { EngineProvider, ImageStore } from '../engine/engine.ts';
import { reportFolder } from '../report/store.ts';
import type { Recipe, RungId, TrialReport } from '../types.ts';
import { CLIMBS } from './climbs.ts';
import { clearEvidence } from './evidence.ts';
import { digestsOf, judgeImages, provideEdgeImage, provideImages } from './images.ts';
import type { RungOptions } from './installed.ts';
import { climb } from './ladder.ts';
import { observeStack } from './observe.ts';
import { planTrial, type TrialPlan } from './plan.ts';
import { type Outcome, trialReport } from './report.ts';
import { declaredSkip, INSTALLING, notRun, rung } from './rung.ts';
import { openBrowser } from './screenshot.ts';
import { openRecipeWorkplace } from './workplace.ts';

export interface TrialOptions {
  /** The repository; reports lie in its `out/`. */
  readonly root: string;
  readonly store: ImageStore;
  readonly provider: EngineProvider;
  readonly standIns: boolean;
  readonly signal: AbortSignal;
  /** One line for people, as things happen. */
  readonly onProgress?: (line: string) => void;
  /** All that prove an installation when not given. */
  readonly rungs?: readonly RungId[];
  /** The version hosters come from; null when this is the first. For rungs with an engine of their own only. */
  readonly previous?: Recipe | null;
  /** Values for `.env` that go before those of the recipe. */
  readonly settings?: { readonly [name: string]: string };
}

/**
 * Tries a recipe on an engine of its own. What is wrong with the recipe, or with us, is in the report; throws only when
 * `signal` fires. Evidence is written into the report's folder; the report itself is the caller's to store.
 */
export async function runTrial(recipe: Recipe, options: TrialOptions): Promise<TrialReport> {
  const { signal, settings } = options;
  const startedAt = new Date();
  const plan = planTrial(recipe, settings === undefined ? {} : { settings });
  const outcome: Outcome = { engine: null, edge: null, images: [], commands: [], rungs: [], broken: null };
  const { rungs = INSTALLING } = options;
  try {
    await clearEvidence(reportFolder(options.root, recipe.name, recipe.version));
    if (INSTALLING.some((id) => rungs.includes(id))) await tryInstalling(recipe, plan, options, outcome);
    for (const { climb } of CLIMBS.filter((each) => rungs.includes(each.id))) {
      const started = performance.now();
      const climbed = await climb(recipe, options.previous ?? null, rungOptions(recipe, options, outcome));
      outcome.rungs = [...outcome.rungs, { ...climbed, durationMs: Math.round(performance.now() - started) }];
      signal.throwIfAborted();
    }
  } catch (error) {
    signal.throwIfAborted();
    outcome.broken = error instanceof Error ? error.message : String(error);
  }
  return trialReport(recipe, plan, outcome, { startedAt, durationMs: Date.now() - startedAt.getTime() });
}

function rungOptions(recipe: Recipe, options: TrialOptions, outcome: Outcome): RungOptions {
  return {
    ...options,
    folder: reportFolder(options.root, recipe.name, recipe.version),
    progress: progressOf(recipe.name, options.onProgress),
    onEngine: (facts) => {
      outcome.engine ??= facts;
    },
  };
}

async function tryInstalling(recipe: Recipe, plan: TrialPlan, options: TrialOptions, outcome: Outcome): Promise<void> {
  const { provider, signal, root } = options;
  const progress = progressOf(recipe.name, options.onProgress);
  const folder = reportFolder(root, recipe.name, recipe.version);
  const [problem] = plan.problems;
  const early = declaredSkip(plan, 'deploys') ?? (problem === undefined ? null : cannotDeploy(problem));
  if (early !== null) {
    outcome.rungs = [early, ...notRun(['answers', 'removes'], plan)];
    return;
  }
  await using workplace = await openRecipeWorkplace(recipe, plan);
  progress('images');
  outcome.images = await provideImages(plan, workplace.folder, options);
  const withoutImages = judgeImages(outcome.images, plan);
  if (withoutImages !== null) {
    outcome.rungs = withoutImages;
    return;
  }
  const edgeImage = await provideEdgeImage(options);
  progress('engine');
  await using browser = openBrowser();
  await using engine = await provider.start({
    images: [...outcome.images, edgeImage],
    signal,
    onProgress: progress,
  });
  outcome.engine = engine.facts;
  await using observer = await observeStack(engine.docker, plan.stack);
  const ran = (command: TrialPlan['commands'][number]) => {
    if (!outcome.commands.includes(command)) outcome.commands = [...outcome.commands, command];
  };
  const digests = digestsOf(outcome.images);
  const context = { plan, engine, observer, workplace: workplace.folder, folder, digests, signal, ran };
  await climb(context, outcome, { edgeImage, browser, progress });
  progress('teardown');
}

function cannotDeploy(problem: string) {
  return rung('deploys', 'fail', { reason: `${problem}.` });
}

/** `fossil: answers (after 4.1 s)` */
function progressOf(recipe: string, onProgress: (line: string) => void = () => undefined): (phase: string) => void {
  const started = performance.now();
  return (phase) => onProgress(`${recipe}: ${phase} (after ${((performance.now() - started) / 1000).toFixed(1)} s)`);
}
