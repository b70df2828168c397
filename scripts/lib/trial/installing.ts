import type { Recipe } from '../types.ts';
import { VOLUMES_IMAGE } from './canary/volumes.ts';
import { digestsOf, judgeImages, provideEdgeImage, provideImages, provideOwn } from './images.ts';
import type { RungOptions } from './installed.ts';
import { type Kept, keepEngine } from './keep.ts';
import { climb } from './ladder.ts';
import { observeStack } from './observe.ts';
import type { TrialPlan } from './plan.ts';
import type { Outcome } from './report.ts';
import { declaredSkip, INSTALLING, rung } from './rung.ts';
import { openBrowser } from './screenshot.ts';
import { meetingsWithOthers, OVERLAY, overlayText } from './shared-swarm.ts';
import { openRecipeWorkplace } from './workplace.ts';

export interface InstallingOptions extends RungOptions {
  readonly nodes: number;
  /** The engine and the stack stay, also when it does not deploy; null: they go. */
  readonly onKept: ((kept: Kept) => void) | null;
  /** Told when it deploys, long before all is done. */
  readonly onDeploys: () => void;
}

/**
 * Climbs the rungs that prove an installation, all on one engine, into `outcome`. Throws for faults that are not the recipe's.
 */
export async function tryInstalling(
  recipe: Recipe,
  plan: TrialPlan,
  options: InstallingOptions,
  outcome: Outcome,
): Promise<void> {
  const { provider, signal, folder, progress, onKept, onDeploys } = options;
  const [problem] = plan.problems;
  const early = declaredSkip(plan, 'deploys') ?? (problem === undefined ? null : cannotDeploy(problem));
  if (early !== null) {
    outcome.rungs = [early];
    return;
  }
  const { shared } = provider;
  const [meeting] = shared === undefined ? [] : meetingsWithOthers(plan);
  if (meeting !== undefined) {
    outcome.rungs = INSTALLING.map((id) => rung(id, 'unverified', { reason: meeting }));
    return;
  }
  const beside = shared === undefined ? {} : { [OVERLAY]: overlayText(plan, shared) };
  await using workplace = await openRecipeWorkplace(recipe, plan, beside);
  progress('images');
  outcome.images = await provideImages(plan, workplace.folder, options);
  const withoutImages = judgeImages(outcome.images);
  if (withoutImages !== null) {
    outcome.rungs = withoutImages;
    return;
  }
  const edgeImage = await provideEdgeImage(options);
  progress('engine');
  await using browser = openBrowser();
  const volumesImage = await provideOwn(VOLUMES_IMAGE, options);
  const images = [...outcome.images, edgeImage, volumesImage];
  const { nodes } = options;
  await using engine = await provider.start({ images, signal, nodes, keepable: onKept !== null, onProgress: progress });
  options.onEngine(engine.facts);
  await using observer = await observeStack(engine, plan.stack, options.onRetry);
  const ran = (command: TrialPlan['commands'][number]) => {
    if (!outcome.commands.includes(command)) outcome.commands = [...outcome.commands, command];
  };
  const digests = digestsOf(outcome.images);
  const context = { plan, engine, observer, workplace: workplace.folder, folder, digests, signal, ran };
  await climb(context, outcome, { edgeImage, volumesImage, browser, progress, keep: onKept !== null, onDeploys });
  if (onKept === null) progress('teardown');
  else onKept(await keepEngine(engine, plan, outcome.edge));
}

function cannotDeploy(problem: string) {
  return rung('deploys', 'fail', { reason: `${problem}.` });
}
