/** The flow of a trial: plan → installing rungs on one engine → every other rung on an engine of its own → report. */
import type { EngineProvider, ImageStore } from '../engine/engine.ts';
import type { Places } from '../places.ts';
import type { Recipe, Rung, RungId, TrialReport } from '../types.ts';
import { openClimber } from './climber.ts';
import { CLIMBS, RUNGS } from './climbs.ts';
import { clearEvidence } from './evidence.ts';
import { tryInstalling } from './installing.ts';
import type { Kept } from './keep.ts';
import { Untried } from './lay-out.ts';
import { planTrial } from './plan.ts';
import { everyRung, type Outcome, trialReport } from './report.ts';
import { declaredSkip, INSTALLING, rung } from './rung.ts';
import { onSharedSwarm, sharedStack } from './shared-swarm.ts';
import type { Step } from './step.ts';

export interface TrialOptions {
  /** The repository; reports lie in its `out/`. */
  readonly root: string;
  readonly store: ImageStore;
  readonly provider: EngineProvider;
  readonly standIns: boolean;
  /** Of the swarm it is installed on; one when not given. */
  readonly nodes?: number;
  readonly signal: AbortSignal;
  readonly onStep?: (step: Step) => void;
  /** All when not given; of those that prove an installation all or none. */
  readonly rungs?: readonly RungId[];
  /** The version hosters come from; null when this is the first. For rungs with an engine of their own only. */
  readonly previous?: Recipe | null;
  /** All versions hosters come from, newest first, or how to read them once they are needed; only `previous` when not given. */
  readonly startingPoints?: readonly Recipe[] | (() => Promise<readonly Recipe[]>);
  /** What was asked for, for the report: `recipe` and `previous` are so already. */
  readonly variant?: string | undefined;
  readonly from?: string | undefined;
  /** Values for `.env` that go before those of the recipe, for the rungs that prove an installation. */
  readonly settings?: { readonly [name: string]: string };
  /** Where engines may run, shared with other trials; one at a time when not given. */
  readonly places?: Places;
  /** Where evidence goes; the folder of the recipe's report when not given. */
  readonly folder?: string;
  /** The report of the last time: what took longest goes first. */
  readonly last?: TrialReport | null;
  /** Leaves the engine and the stack of the installing rungs running, and says how to get at them. */
  readonly onKept?: (kept: Kept) => void;
}

/**
 * Tries a recipe. What is wrong with the recipe, or with us, is in the report; throws only when `signal` fires. Evidence is written
 * into the report's folder; the report itself is the caller's to store.
 */
export async function runTrial(recipe: Recipe, options: TrialOptions): Promise<TrialReport> {
  const { rungs = RUNGS, previous = null, settings = {}, variant, from, signal } = options;
  const outcome: Outcome = {
    engine: null,
    slowdown: null,
    edge: null,
    images: [],
    commands: [],
    rungs: [],
    broken: [],
  };
  let read: Promise<readonly Recipe[]> | null = null;
  /** Read once, and by nobody who does not need it. */
  const startingPoints = (): Promise<readonly Recipe[]> => {
    const { startingPoints: given = previous === null ? [] : [previous] } = options;
    read ??= Promise.resolve(typeof given === 'function' ? given() : given);
    return read;
  };
  const { shared } = options.provider;
  const own = planTrial(recipe, { settings, ...(shared && { stack: sharedStack(recipe.name, shared) }) });
  const plan = shared === undefined ? own : onSharedSwarm(own, shared);
  const climber = openClimber(recipe, plan.stack, options, outcome);
  await clearEvidence(climber.folder, [...RUNGS, 'base']);
  const installs = INSTALLING.some((id) => rungs.includes(id));
  const climbs = CLIMBS.filter(({ id }) => rungs.includes(id));
  const onKept = options.onKept ?? null;
  const deploys = Promise.withResolvers<boolean>();
  const installed = !installs
    ? Promise.resolve()
    : climber.climb(null, rungs, (own) => {
        const onDeploys = () => deploys.resolve(true);
        return tryInstalling(recipe, plan, { ...own, nodes: options.nodes ?? 1, onKept, onDeploys }, outcome);
      });
  void installed.then(() => deploys.resolve(!installs), deploys.reject);
  if (await deploys.promise) {
    await Promise.all(
      climbs.map(({ id, climb }) =>
        climber.climb(id, [id], async (own) => {
          const started = performance.now();
          const before = await startingPoints();
          const climbed =
            declaredSkip(plan, id) ??
            (await climb(recipe, before[0] ?? null, { ...own, startingPoints: before }).catch(untried(id)));
          outcome.rungs = [...outcome.rungs, { ...climbed, durationMs: Math.round(performance.now() - started) }];
        }),
      ),
    );
  }
  await installed;
  signal.throwIfAborted();
  const asked = [...(installs ? INSTALLING : []), ...climbs.map(({ id }) => id)];
  return trialReport(recipe, plan, { ...outcome, rungs: everyRung(asked, outcome, plan) }, climber.time(), {
    ...(variant === undefined ? {} : { variant }),
    ...(from === undefined ? {} : { from }),
  });
}

function untried(id: RungId): (error: unknown) => Rung {
  return (error) => {
    if (!(error instanceof Untried)) throw error;
    return rung(id, 'unverified', { reason: error.message });
  };
}
