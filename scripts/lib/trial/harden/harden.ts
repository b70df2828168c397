import { setTimeout as sleep } from 'node:timers/promises';
import { mapOf } from '../../recipe/json.ts';
import type { Recipe } from '../../types.ts';
import { VOLUMES_IMAGE } from '../canary/volumes.ts';
import type { TrialContext } from '../context.ts';
import { provideOwn } from '../images.ts';
import { type Installed, install, type RungOptions } from '../installed.ts';
import { askedServices } from '../isolation/asked.ts';
import { lookAt } from '../isolation/look.ts';
import { type Witness, watched } from '../isolation/witness.ts';
import { layOut, mustRun } from '../lay-out.ts';
import { planTrial } from '../plan.ts';
import { deploy, hold } from '../rungs/deploys.ts';
import { openRecipeWorkplace } from '../workplace.ts';
import { type Step, stepsFor } from './steps.ts';

/** What was tried, and what came of it. */
export interface Attempt {
  readonly service: string;
  readonly what: string;
  /** Null: it stays healthy and answers with it. */
  readonly fault: string | null;
}

interface Hardened {
  /** With all that was kept. */
  readonly recipe: Recipe;
  readonly attempts: readonly Attempt[];
}

/** A visitor who is served for so long is served. */
const ASKING_MS = 1500;

/**
 * Takes from each service one power after the other, on one engine, by deploying the changed file over the last that worked, and
 * keeps what leaves it healthy and answering. Throws when the recipe as it is does not come up.
 */
export async function harden(recipe: Recipe, options: RungOptions): Promise<Hardened> {
  const plan = planTrial(recipe);
  await using place = await layOut(recipe, plan, options);
  const witnesses: Witness[] = [];
  const image = await provideOwn(VOLUMES_IMAGE, options);
  const provider = watched(options.provider, image, (witness) => witnesses.push(witness));
  await using installed = await install(plan, place.folder, place.images, { ...options, provider });
  mustRun(installed, 'as it is it');
  const steps = await findSteps(recipe, installed, witnesses[0]);
  const attempts: Attempt[] = [];
  let kept = recipe;
  for (const { service, ways } of steps) {
    for (const { what, change } of ways) {
      options.progress(`${service}: ${what}`);
      const next = change(kept);
      const fault = next === null ? 'compose.yml cannot be changed safely there' : await faultWith(next, installed);
      attempts.push({ service, what, fault });
      if (next !== null && fault === null) {
        kept = next;
        break;
      }
      if (next !== null) await comeBack(kept, installed);
    }
  }
  return { recipe: kept, attempts };
}

async function findSteps(recipe: Recipe, { world, context }: Installed, witness?: Witness): Promise<readonly Step[]> {
  if (witness === undefined) throw new Error('nobody watches the engine');
  const { seen } = await lookAt(world, witness.id);
  const services = askedServices(recipe, context.plan);
  const steps = seen.map(async (each) => {
    const changes = (await context.engine.docker.getContainer(each.id).changes()) as { Path: string }[] | null;
    const written = (changes ?? []).map(({ Path }) => Path);
    return stepsFor(mapOf(services[each.service]), each, written);
  });
  return (await Promise.all(steps)).flat();
}

/** Why the stack is not what it was with another compose file, or null. */
async function faultWith(recipe: Recipe, installed: Installed): Promise<string | null> {
  const plan = planTrial(recipe);
  await using place = await openRecipeWorkplace(recipe, plan);
  // The hoster has the secrets.
  const commands = plan.commands.filter(({ id }) => id !== 'secrets');
  const context: TrialContext = { ...installed.context, plan: { ...plan, commands }, workplace: place.folder };
  const { fault, deployedAt } = await deploy(context);
  const why = fault ?? (await hold(context, deployedAt));
  if (why?.ours === true) throw new Error(why.reason);
  if (why !== null) return why.reason;
  const prober = installed.ask();
  if (prober === null) return null;
  await sleep(ASKING_MS, undefined, { signal: context.signal });
  const { requests, failed } = await prober.stop();
  return failed === 0 ? null : `${failed} of ${requests} requests fail`;
}

async function comeBack(recipe: Recipe, installed: Installed): Promise<void> {
  const fault = await faultWith(recipe, installed);
  if (fault !== null) throw new Error(`what worked before does not come back: ${fault}`);
}
