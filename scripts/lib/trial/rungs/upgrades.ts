import type { EngineProvider, ImageStore } from '../../engine/engine.ts';
import type { EngineFacts, Evidence, Probe, Recipe, Rung } from '../../types.ts';
import type { Planted, World } from '../canary/canary.ts';
import { lostCanaries, plantCanaries } from '../canary/plant.ts';
import { openVolumes, VOLUMES_IMAGE } from '../canary/volumes.ts';
import { secretsCommand } from '../commands.ts';
import type { TrialContext } from '../context.ts';
import { startEdge } from '../edge/edge.ts';
import { collectEvidence, readLog } from '../evidence.ts';
import { digestsOf, provideEdgeImage, provideImages, provideOwn } from '../images.ts';
import { observeStack } from '../observe.ts';
import { planTrial, type Route, type TrialPlan } from '../plan.ts';
import { type Outage, startProber } from '../prober.ts';
import { declaredSkip, rung } from '../rung.ts';
import { lastLine, runPlanned } from '../script.ts';
import type { Fault } from '../task-fault.ts';
import { openRecipeWorkplace } from '../workplace.ts';
import { deploy, hold } from './deploys.ts';

export interface UpgradeOptions {
  readonly store: ImageStore;
  readonly provider: EngineProvider;
  readonly standIns: boolean;
  readonly signal: AbortSignal;
  /** Folder of the report; evidence lies in `evidence/` below it. */
  readonly folder: string;
  readonly progress: (phase: string) => void;
  /** Told once, which engine it was. */
  readonly onEngine: (facts: EngineFacts) => void;
}

/**
 * Whether a hoster of `previous` becomes one of `recipe` by the documented commands and keeps every datum: on a fresh engine
 * the previous version is deployed and canaries are planted; while somebody asks every 250 ms this version is deployed over
 * it with the same `.env`.
 */
export async function upgrades(recipe: Recipe, previous: Recipe, options: UpgradeOptions): Promise<Rung> {
  const started = performance.now();
  const result = await upgrade(recipe, previous, options);
  return { ...result, durationMs: Math.round(performance.now() - started) };
}

async function upgrade(recipe: Recipe, previous: Recipe, options: UpgradeOptions): Promise<Rung> {
  const { provider, signal, folder, progress } = options;
  const before = planTrial(previous);
  // The hoster keeps what is in `.env` and adds the settings that are new.
  const after = planTrial(recipe, { settings: before.settings });
  const skip = declaredSkip(after, 'upgrades');
  if (skip !== null) return skip;
  const [problem] = [...before.problems.map((each) => `${previous.version}: ${each}`), ...after.problems];
  if (problem !== undefined) return unverified(`it cannot be planned: ${problem}`);
  await using oldPlace = await openRecipeWorkplace(previous, before);
  await using newPlace = await openRecipeWorkplace(recipe, after);
  const oldImages = await provideImages(before, oldPlace.folder, options);
  const newImages = await provideImages(after, newPlace.folder, options);
  const images = [...oldImages, ...newImages];
  const missing = images.find((image) => !image.available);
  if (missing !== undefined && !missing.available) {
    return unverified(`image not available: ${missing.reference}: ${missing.error}`);
  }
  const edgeImage = await provideEdgeImage(options);
  const volumesImage = await provideOwn(VOLUMES_IMAGE, options);
  progress(`engine for the upgrade from ${previous.version}`);
  await using engine = await provider.start({
    images: [...images, edgeImage, volumesImage],
    signal,
    onProgress: progress,
  });
  options.onEngine(engine.facts);
  await using observer = await observeStack(engine.docker, before.stack);
  const digests = digestsOf(images);
  const shared = { engine, observer, folder, digests, signal, ran: () => undefined };
  const old: TrialContext = { ...shared, plan: before, workplace: oldPlace.folder };
  const now: TrialContext = { ...shared, plan: onlyNewSecrets(after, before), workplace: newPlace.folder };

  progress(`deploys ${previous.version}`);
  const first = await install(old);
  if (first !== null) return unverified(`the previous version ${previous.version} does not deploy: ${first.reason}`);
  const beside = await openVolumes(engine, volumesImage, before.volumes);
  const world: World = { engine, stack: before.stack, services: before.services, ...beside };
  const planted = await plantCanaries(world);
  const [route] = before.routes;
  const edge =
    route === undefined || !before.joinsProxy
      ? null
      : await startEdge(engine, { ...edgeOf(before), image: edgeImage, signal });

  progress(`upgrades to ${recipe.version}`);
  const prober = edge === null || route === undefined ? null : startProber(edge, route, probeOf(before), signal);
  const deployment = await deploy(now);
  const fault = deployment.fault ?? (await hold(now, deployment.deployedAt));
  const outage = (await prober?.stop()) ?? null;
  if (fault?.ours === true) throw new Error(fault.reason);
  const lost = fault === null ? await lostCanaries({ ...world, services: after.services }, planted.canaries) : [];
  const evidence = [
    ...(fault?.containerId ? await lastWords(now, fault) : []),
    ...canaryEvidence(planted, lost),
    ...(fault === null ? [] : await collectEvidence(now, deployment.output)),
  ];
  return judge({ previous, fault, lost, planted, outage, evidence, seconds: deployment.secondsToHealthy });
}

interface Seen {
  readonly previous: Recipe;
  readonly fault: Fault | null;
  readonly lost: readonly string[];
  readonly planted: Planted;
  readonly outage: Outage | null;
  readonly evidence: readonly Evidence[];
  readonly seconds: number | null;
}

function judge({ previous, fault, lost, planted, outage, evidence, seconds }: Seen): Rung {
  const measures = {
    ...(seconds === null ? {} : { secondsToHealthy: seconds }),
    canaries: planted.canaries.length,
    ...(outage === null
      ? {}
      : { requests: outage.requests, requestsFailed: outage.failed, longestGapMs: outage.longestGapMs }),
  };
  const rest = { measures, evidence };
  const from = `From ${previous.version}`;
  if (fault !== null) return rung('upgrades', 'fail', { ...rest, reason: `${from}: ${fault.reason}` });
  if (lost[0] !== undefined) return rung('upgrades', 'fail', { ...rest, reason: `${from} data was lost: ${lost[0]}.` });
  if (planted.unplanted[0] !== undefined) {
    return rung('upgrades', 'unverified', { ...rest, reason: `no canary could be planted: ${planted.unplanted[0]}` });
  }
  return rung('upgrades', 'pass', rest);
}

/** Network, secrets and stack of the previous version; null once it runs and has held. */
async function install(context: TrialContext): Promise<Fault | null> {
  const network = await runPlanned(context, 'network');
  if (network !== null && network.exitCode !== 0) throw new Error(`no network "proxy": ${lastLine(network.output)}`);
  const { fault, deployedAt } = await deploy(context);
  return fault ?? (await hold(context, deployedAt));
}

/** What the new version asks for and the old one did not: the hoster has all others. */
function onlyNewSecrets(after: TrialPlan, before: TrialPlan): TrialPlan {
  const had = new Set(before.secrets.map(({ name }) => name));
  const added = secretsCommand(after.secrets.filter(({ name }) => !had.has(name)));
  const commands = after.commands.flatMap((command) =>
    command.id !== 'secrets' ? [command] : added === null ? [] : [added],
  );
  return { ...after, commands };
}

function edgeOf({ stack, routes }: TrialPlan): { readonly stack: string; readonly routes: readonly Route[] } {
  return { stack, routes };
}

function probeOf({ probes }: TrialPlan): Probe {
  return probes[0] ?? { path: '/', status: 200 };
}

function unverified(reason: string): Rung {
  return rung('upgrades', 'unverified', { reason });
}

async function lastWords({ engine }: TrialContext, { service, containerId }: Fault): Promise<readonly Evidence[]> {
  const text = containerId === null ? '' : await readLog(engine.docker, containerId, 12);
  return text === '' ? [] : [{ kind: 'log', title: `Last lines of ${service}`, text }];
}

function canaryEvidence({ canaries, unplanted }: Planted, lost: readonly string[]): readonly Evidence[] {
  const lines = [
    ...canaries.map(({ kind, where }) => `${kind}: ${where}`),
    ...unplanted.map((each) => `not planted: ${each}`),
    ...lost.map((each) => `lost: ${each}`),
  ];
  return lines.length === 0 ? [] : [{ kind: 'canaries', title: 'What was planted', text: lines.join('\n') }];
}
