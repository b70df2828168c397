import type { EngineProvider, ImageStore } from '../engine/engine.ts';
import type { EngineFacts, Evidence, Probe, Recipe, Retry } from '../types.ts';
import { ask as askProbe } from './asking.ts';
import type { Planted, World } from './canary/canary.ts';
import { plantCanaries } from './canary/plant.ts';
import { openVolumes, VOLUMES_IMAGE } from './canary/volumes.ts';
import type { TrialContext } from './context.ts';
import { answerPatienceMs, fairSeconds } from './deadline.ts';
import { startEdge } from './edge/edge.ts';
import { readLog } from './evidence.ts';
import { type AvailableImage, digestsOf, provideEdgeImage, provideOwn } from './images.ts';
import { observeStack } from './observe.ts';
import type { TrialPlan } from './plan.ts';
import { awaitAnswer, type Prober, startProber } from './prober.ts';
import { declaredSkip } from './rung.ts';
import { deploy, hold } from './rungs/deploys.ts';
import { lastLine, runPlanned } from './script.ts';
import type { Fault } from './task-fault.ts';

/** What a rung with an engine of its own works with. */
export interface RungOptions {
  readonly store: ImageStore;
  readonly provider: EngineProvider;
  readonly standIns: boolean;
  readonly signal: AbortSignal;
  /** The versions hosters come from, newest first; only the one before when not given. */
  readonly startingPoints?: readonly Recipe[];
  /** Folder of the report; evidence lies in `evidence/` below it. */
  readonly folder: string;
  readonly progress: (phase: string) => void;
  /** Told once, which engine it was. */
  readonly onEngine: (facts: EngineFacts) => void;
  /** Told of what had to be done again. */
  readonly onRetry?: (retry: Retry) => void;
}

/** A version as a hoster has it: deployed, healthy and used. */
export interface Installed extends AsyncDisposable {
  readonly context: TrialContext;
  /** Why it did not come up; then nothing is planted. */
  readonly fault: Fault | null;
  readonly world: World;
  readonly planted: Planted;
  /** Starts to ask for its route every 250 ms; null when it has none. */
  readonly ask: () => Prober | null;
  /** Asks once for each probe, with some patience; what is wrong, or null when it answers as declared or has no route. */
  readonly answers: () => Promise<string | null>;
  /** Why nobody who asks gets the right answer, although nothing has been done to it yet; null when all is well. */
  readonly unheard: string | null;
}

const NOTHING_PLANTED: Planted = { canaries: [], unplanted: [], spared: [], refused: null };

/**
 * Deploys `plan` on a fresh engine and plants canaries, unless `plants` is false: where data is restored to, none may be before.
 * `images`: all that will be needed there.
 */
export async function install(
  plan: TrialPlan,
  workplace: string,
  images: readonly AvailableImage[],
  options: RungOptions,
  plants = true,
): Promise<Installed> {
  const { provider, signal, folder, progress } = options;
  await using stack = new AsyncDisposableStack();
  const edgeImage = await provideEdgeImage(options);
  const volumesImage = await provideOwn(VOLUMES_IMAGE, options);
  progress('engine');
  const all = [...images, edgeImage, volumesImage];
  const engine = stack.use(await provider.start({ images: all, signal, onProgress: progress }));
  options.onEngine(engine.facts);
  const observer = stack.use(await observeStack(engine, plan.stack, options.onRetry));
  const shared = { engine, observer, folder, digests: digestsOf(images), signal, ran: () => undefined };
  const context: TrialContext = { ...shared, plan, workplace };
  progress(`deploys ${plan.version}`);
  const fault = await bringUp(context);
  const beside = await openVolumes(engine, volumesImage, fault === null ? plan.volumes : []);
  const world: World = { engine, stack: plan.stack, services: plan.services, caches: plan.caches, ...beside };
  const own = { ...plan, timeoutSeconds: fairSeconds(plan, engine) };
  const planted = fault === null && plants ? await plantCanaries(world, own) : NOTHING_PLANTED;
  const [route] = plan.routes;
  const hasRoute = fault === null && route !== undefined && plan.joinsProxy;
  const edge = hasRoute
    ? await startEdge(engine, { stack: plan.stack, routes: plan.routes, image: edgeImage, signal })
    : null;
  const probe = probeOf(plan);
  const unheard =
    edge === null || route === undefined
      ? null
      : await awaitAnswer(edge, route, probe, answerPatienceMs(engine.facts), signal);
  const ask = () => (edge === null || route === undefined ? null : startProber(edge, route, probe, signal));
  const answers = async () => {
    if (edge === null || route === undefined || declaredSkip(plan, 'answers') !== null) return null;
    const probes = plan.probes.length > 0 ? plan.probes : [probe];
    for (const each of probes) {
      const { reason } = await askProbe(edge, route, each, answerPatienceMs(engine.facts), signal);
      if (reason !== null) return reason;
    }
    return null;
  };
  const kept = stack.move();
  return { context, fault, world, planted, ask, answers, unheard, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** Network, secrets and stack; null once it runs and has held. */
async function bringUp(context: TrialContext): Promise<Fault | null> {
  const network = await runPlanned(context, 'network');
  if (network !== null && network.exitCode !== 0) throw new Error(`no network "proxy": ${lastLine(network.output)}`);
  const { fault, deployedAt } = await deploy(context);
  return fault ?? (await hold(context, deployedAt));
}

/** Whether it answers, not what: that may change with every version and all that is planted. */
function probeOf({ probes }: TrialPlan): Probe {
  const { path, status } = probes[0] ?? { path: '/', status: 200 };
  return { path, status };
}

/** What the app said last, when a fault names its container. */
export async function lastWords({ engine }: TrialContext, fault: Fault | null): Promise<readonly Evidence[]> {
  if (fault === null || fault.containerId === null) return [];
  const text = await readLog(engine, fault.containerId, 12);
  return text === '' ? [] : [{ kind: 'log', title: `Last lines of ${fault.service}`, text }];
}

export function canaryEvidence({ canaries, unplanted, spared }: Planted, lost: readonly string[]): readonly Evidence[] {
  const lines = [
    ...canaries.map(({ kind, where }) => `${kind}: ${where}`),
    ...unplanted.map((each) => `not planted: ${each}`),
    ...spared.map((each) => `may go: ${each}`),
    ...lost.map((each) => `lost: ${each}`),
  ];
  return lines.length === 0 ? [] : [{ kind: 'canaries', title: 'What was planted', text: lines.join('\n') }];
}
