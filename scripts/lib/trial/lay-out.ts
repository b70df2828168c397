import type { Recipe } from '../types.ts';
import { type AvailableImage, isAvailable, provideImages } from './images.ts';
import type { Installed, RungOptions } from './installed.ts';
import type { TrialPlan } from './plan.ts';
import { openRecipeWorkplace, type Workplace } from './workplace.ts';

/** Nothing is broken, and still nobody can say: whoever climbs the rung makes it `unverified` for this reason. */
export class Untried extends Error {}

/** A version as a hoster has it before the first command, and every image it needs. */
export interface LaidOut extends Workplace {
  readonly images: readonly AvailableImage[];
}

/** Throws Untried when it cannot be planned, or for the first image that cannot be had. */
export async function layOut(recipe: Recipe, plan: TrialPlan, options: RungOptions): Promise<LaidOut> {
  if (plan.problems[0] !== undefined) throw new Untried(`${plan.version} cannot be planned: ${plan.problems[0]}`);
  await using cleanup = new AsyncDisposableStack();
  const { folder } = cleanup.use(await openRecipeWorkplace(recipe, plan));
  const provided = await provideImages(plan, folder, options);
  for (const image of provided) {
    if (!image.available) throw new Untried(`image not available: ${image.reference}: ${image.error}`);
  }
  const kept = cleanup.move();
  return { folder, images: provided.filter(isAvailable), [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** Throws when it does not run: Untried, and an Error when that is our fault. `what`: which version it is. */
export function mustRun({ fault }: Installed, what: string): void {
  if (fault?.ours === true) throw new Error(fault.reason);
  if (fault !== null) throw new Untried(`${what} does not deploy: ${fault.reason}`);
}
