import type { Engine } from '../engine/engine.ts';
import type { Evidence, ImageResult, Rung } from '../types.ts';
import { answering } from './answering.ts';
import type { TrialContext } from './context.ts';
import { type Edge, startEdge } from './edge/edge.ts';
import { collectEvidence, readLog } from './evidence.ts';
import type { AvailableImage } from './images.ts';
import { measureStack, type UsageWatch, watchUsage } from './measure.ts';
import type { Outcome } from './report.ts';
import { declaredSkip, rung } from './rung.ts';
import { type Deployment, deploy, hold, stillHolds } from './rungs/deploys.ts';
import { removes } from './rungs/removes.ts';
import type { LazyBrowser } from './screenshot.ts';
import { lastLine, runPlanned } from './script.ts';
import type { Fault } from './task-fault.ts';

export interface Tools {
  readonly edgeImage: AvailableImage;
  readonly volumesImage: AvailableImage;
  readonly browser: LazyBrowser;
  readonly progress: (phase: string) => void;
  /** The stack stays for somebody to look at. */
  readonly keep: boolean;
  /** Told when it deploys: what rests on that need not wait for the rest. */
  readonly onDeploys: () => void;
}

/** All rungs in order, into `outcome.rungs`. Throws for faults that are not the recipe's. */
export async function climb(context: TrialContext, outcome: Outcome, tools: Tools): Promise<void> {
  const { plan, engine } = context;
  tools.progress('deploys');
  const network = await runPlanned(context, 'network');
  if (network !== null && network.exitCode !== 0) throw new Error(`no network "proxy": ${lastLine(network.output)}`);
  await using watch = watchUsage(engine, plan.stack);
  const { edge, deployment } = await deployBehindEdge(context, outcome, tools);
  const proving: Promise<Proof> =
    deployment.fault === null ? prove(context, edge, deployment, tools) : Promise.resolve([deployment.fault, null]);
  const [[fault, answered], check] = await both(proving, runPlanned(context, 'check'));
  if (fault?.ours === true) throw new Error(fault.reason);
  const output = [network?.output, deployment.output, check?.output].join('\n');
  const [measures, words, collected] = await Promise.all([
    measuresOf(context, outcome.images, deployment, watch),
    lastWords(engine, fault),
    collectEvidence(context, output),
  ]);
  const deploys = rung('deploys', fault === null ? 'pass' : 'fail', {
    ...(fault === null ? {} : { reason: await withLog(engine, fault) }),
    durationMs: deployment.durationMs,
    measures,
    evidence: [...words, ...collected],
  });
  outcome.rungs = answered === null || fault !== null ? [deploys] : [deploys, answered];
  if (fault !== null) return;
  tools.onDeploys();
  if (!tools.keep) tools.progress('removes');
  const kept = tools.keep ? rung('removes', 'unverified', { reason: 'it was kept to be looked at' }) : null;
  const removed = declaredSkip(plan, 'removes') ?? kept ?? (await removes(context, tools.volumesImage));
  // Others have added theirs meanwhile.
  outcome.rungs = [...outcome.rungs, removed];
}

type Proof = readonly [fault: Fault | null, answered: Rung | null];

/** While it holds it is asked; then it must still hold. */
async function prove(
  context: TrialContext,
  edge: Edge | null,
  { deployedAt }: Deployment,
  tools: Tools,
): Promise<Proof> {
  tools.progress('answers');
  const [fault, answered] = await both(hold(context, deployedAt), answering(context, edge, tools.browser));
  return [fault ?? (await stillHolds(context, deployedAt)), answered];
}

/** Both at once; as soon as one makes the other pointless, that is stopped. */
async function deployBehindEdge(
  context: TrialContext,
  outcome: Outcome,
  tools: Tools,
): Promise<{ readonly edge: Edge | null; readonly deployment: Deployment }> {
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const giveUp = (error: unknown): never => {
    stop.abort(error);
    throw error;
  };
  const [edge, deployment] = await Promise.allSettled([
    openEdge({ ...context, signal }, outcome, tools).catch(giveUp),
    deploy({ ...context, signal }).then((deployed) => {
      if (deployed.fault !== null) stop.abort();
      return deployed;
    }, giveUp),
  ]);
  if (deployment.status === 'rejected') throw signal.reason;
  if (deployment.value.fault !== null) return { edge: null, deployment: deployment.value };
  if (edge.status === 'rejected') throw edge.reason;
  return { edge: edge.value, deployment: deployment.value };
}

/** Like Promise.all, but never leaves the one running when the other throws. */
async function both<First, Second>(first: Promise<First>, second: Promise<Second>): Promise<[First, Second]> {
  await Promise.allSettled([first, second]);
  return await Promise.all([first, second]);
}

async function openEdge(context: TrialContext, outcome: Outcome, { edgeImage, browser }: Tools): Promise<Edge | null> {
  const { plan, engine, signal } = context;
  if (plan.routes.length === 0 || !plan.joinsProxy || declaredSkip(plan, 'answers') !== null) return null;
  // While the app is waited for.
  void browser.launch();
  const edge = await startEdge(engine, { stack: plan.stack, routes: plan.routes, image: edgeImage, signal });
  outcome.edge = { kind: edge.kind, image: edge.image };
  return edge;
}

async function measuresOf(
  { engine, plan, observer }: TrialContext,
  images: readonly ImageResult[],
  { secondsToHealthy }: Deployment,
  watch: UsageWatch,
): Promise<Rung['measures']> {
  const [usage, { tasks }] = await Promise.all([measureStack(engine, plan.stack), observer.snapshot()]);
  return {
    ...(secondsToHealthy === null ? {} : { secondsToHealthy }),
    memoryIdleBytes: usage.memoryBytes,
    memoryPeakBytes: Math.max(usage.memoryPeakBytes, watch.peakBytes()),
    cpuSeconds: Math.round(usage.cpuSeconds * 1000) / 1000,
    imageBytes: images.reduce((sum, image) => sum + (image.available ? image.sizeBytes : 0), 0),
    restarts: tasks.filter(({ state }) => ['failed', 'rejected', 'complete'].includes(state)).length,
    ooms: observer.events.filter(({ action }) => action === 'oom').length,
  };
}

/** The fact with the app's own last words beside it. */
async function withLog(engine: Engine, { reason, containerId }: Fault): Promise<string> {
  const log = containerId === null ? '' : await readLog(engine, containerId, 1);
  return log.trim() === '' ? reason : `${reason} Its log ends: ${JSON.stringify(log.trim().slice(0, 200))}`;
}

async function lastWords(engine: Engine, fault: Fault | null): Promise<readonly Evidence[]> {
  if (fault === null || fault.containerId === null) return [];
  const text = await readLog(engine, fault.containerId, 12);
  return text === '' ? [] : [{ kind: 'log', title: `Last lines of ${fault.service}`, text }];
}
