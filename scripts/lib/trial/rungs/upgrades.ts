import { isDeepStrictEqual } from 'node:util';
import type { Recipe, Rung } from '../../types.ts';
import { lostCanaries } from '../canary/plant.ts';
import type { Climb } from '../climbs.ts';
import { onlyNewSecrets } from '../commands.ts';
import type { TrialContext } from '../context.ts';
import { causeOutage } from '../control.ts';
import { collectEvidence } from '../evidence.ts';
import { canaryEvidence, install, lastWords, type RungOptions } from '../installed.ts';
import { layOut, mustRun } from '../lay-out.ts';
import { planTrial } from '../plan.ts';
import { noticed } from '../prober.ts';
import { rung } from '../rung.ts';
import { runningNow } from '../running.ts';
import { deploy, hold } from './deploys.ts';
import { judgeUpgrade, sawOutage, together } from './upgraded.ts';

/**
 * Whether a hoster of an older version becomes one of this by the documented commands and keeps every datum: on a fresh
 * engine the older version is deployed and canaries are planted; while somebody asks every 250 ms this version is deployed
 * over it with the same `.env`. Once for each version that hosters come from.
 */
export const UPGRADES: Climb = {
  id: 'upgrades',
  help: 'Deploy the older version, then this one over it, and compare; the evidence names what was planted.',
  saying({ measures: { canaries = 0, upgrades = 0, ...outage } }) {
    const from = upgrades > 1 ? `from each of ${upgrades} versions: ` : '';
    return `${from}${canaries} planted data intact, ${noticed(outage)}`;
  },
  async climb(recipe, previous, options) {
    const from = options.startingPoints ?? (previous === null ? [] : [previous]);
    if (from.length === 0) return rung('upgrades', 'skip', { reason: 'No version was published before this one.' });
    const upgrades: { readonly from: string | null; readonly rung: Rung }[] = [];
    for (const older of from) {
      const control = !upgrades.some((each) => sawOutage(each.rung));
      const upgraded = await upgrade(recipe, older, { ...options, control });
      upgrades.push({ from: older.version, rung: upgraded });
      if (upgraded.status === 'fail') break;
    }
    return together(upgrades);
  },
};

/** `control`: nobody has seen yet that the prober would see an outage. */
async function upgrade(
  recipe: Recipe,
  previous: Recipe,
  options: RungOptions & { readonly control: boolean },
): Promise<Rung> {
  const { progress } = options;
  const before = planTrial(previous);
  // The hoster keeps what is in `.env` and adds the settings that are new.
  const after = planTrial(recipe, { settings: before.settings });
  await using oldPlace = await layOut(previous, before, options);
  await using newPlace = await layOut(recipe, after, options);
  const images = [...oldPlace.images, ...newPlace.images];
  // What was made in the old version is looked for in the new: by the same seeds and checks, the new one's.
  const seeded = { ...before, seed: after.seed, check: after.check };
  await using installed = await install(seeded, oldPlace.folder, images, options);
  mustRun(installed, `the previous version ${previous.version}`);
  const { context, world, planted, unheard } = installed;
  const now: TrialContext = { ...context, plan: onlyNewSecrets(after, before), workplace: newPlace.folder };

  progress(`upgrades to ${recipe.version}`);
  const ran = await runningNow(context.engine, after.stack);
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
  const changed = !isDeepStrictEqual(ran, await runningNow(context.engine, after.stack));
  const [route] = before.routes;
  const asking = options.control && outage?.failed === 0 && fault === null ? installed.ask() : null;
  const control = asking === null || route === undefined ? null : await causeOutage(now, route.service, asking);
  const seconds = deployment.secondsToHealthy;
  return judgeUpgrade({
    from: previous.version,
    plan: before,
    fault,
    lost,
    planted,
    changed,
    unheard,
    outage,
    control,
    evidence,
    seconds,
  });
}
