import type { Evidence, Recipe, Rung } from '../../types.ts';
import type { Planted } from '../canary/canary.ts';
import { lostCanaries } from '../canary/plant.ts';
import { shortfallOf } from '../canary/shortfall.ts';
import type { Climb } from '../climbs.ts';
import { secretsCommand } from '../commands.ts';
import type { TrialContext } from '../context.ts';
import { collectEvidence } from '../evidence.ts';
import { isAvailable, provideImages } from '../images.ts';
import { canaryEvidence, install, lastWords, type RungOptions } from '../installed.ts';
import { planTrial, type TrialPlan } from '../plan.ts';
import { noticed, type Outage } from '../prober.ts';
import { declaredSkip, rung } from '../rung.ts';
import type { Fault } from '../task-fault.ts';
import { openRecipeWorkplace } from '../workplace.ts';
import { deploy, hold } from './deploys.ts';

/**
 * Whether a hoster of the previous version becomes one of this by the documented commands and keeps every datum: on a fresh
 * engine the previous version is deployed and canaries are planted; while somebody asks every 250 ms this version is deployed
 * over it with the same `.env`.
 */
export const UPGRADES: Climb = {
  id: 'upgrades',
  help: 'Deploy the previous version, then this one over it, and compare; the evidence names what was planted.',
  saying({ measures: { canaries = 0, ...outage } }) {
    return `${canaries} planted data intact, ${noticed(outage)}`;
  },
  async climb(recipe, previous, options) {
    if (previous === null) return rung('upgrades', 'skip', { reason: 'No version was published before this one.' });
    return await upgrade(recipe, previous, options);
  },
};

async function upgrade(recipe: Recipe, previous: Recipe, options: RungOptions): Promise<Rung> {
  const { progress } = options;
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
  // What was made in the old version is looked for in the new: by the same seeds and checks, the new one's.
  const seeded = { ...before, seed: after.seed, check: after.check };
  await using installed = await install(seeded, oldPlace.folder, images.filter(isAvailable), options);
  const { context, fault: first, world, planted } = installed;
  if (first !== null) return unverified(`the previous version ${previous.version} does not deploy: ${first.reason}`);
  const now: TrialContext = { ...context, plan: onlyNewSecrets(after, before), workplace: newPlace.folder };

  progress(`upgrades to ${recipe.version}`);
  const prober = installed.ask();
  const deployment = await deploy(now);
  const fault = deployment.fault ?? (await hold(now, deployment.deployedAt));
  const outage = (await prober?.stop()) ?? null;
  if (fault?.ours === true) throw new Error(fault.reason);
  const lost = fault === null ? await lostCanaries({ ...world, services: after.services }, planted.canaries) : [];
  const evidence = [
    ...(await lastWords(now, fault)),
    ...canaryEvidence(planted, lost),
    ...(fault === null ? [] : await collectEvidence(now, deployment.output)),
  ];
  return judge({
    previous,
    plan: before,
    fault,
    lost,
    planted,
    outage,
    evidence,
    seconds: deployment.secondsToHealthy,
  });
}

interface Seen {
  readonly previous: Recipe;
  /** Of the previous version, which the canaries were planted in. */
  readonly plan: TrialPlan;
  readonly fault: Fault | null;
  readonly lost: readonly string[];
  readonly planted: Planted;
  readonly outage: Outage | null;
  readonly evidence: readonly Evidence[];
  readonly seconds: number | null;
}

function judge({ previous, plan, fault, lost, planted, outage, evidence, seconds }: Seen): Rung {
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
  const shortfall = shortfallOf(planted, plan);
  if (shortfall !== null) return rung('upgrades', shortfall.status, { ...rest, ...shortfall });
  return rung('upgrades', 'pass', rest);
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

function unverified(reason: string): Rung {
  return rung('upgrades', 'unverified', { reason });
}
