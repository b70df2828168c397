import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE_FOLDER } from '../engine/paths.ts';
import { openWorkplace } from '../engine/workplace.ts';
import { writeRecipe } from '../recipe/write.ts';
import type { Recipe } from '../types.ts';
import { secretFile } from './commands.ts';
import { envText, type TrialPlan } from './plan.ts';

/** A folder as a hoster has it before pasting the first command: the recipe's files and a filled-in `.env`. */
export interface Workplace extends AsyncDisposable {
  readonly folder: string;
}

/**
 * A value that only a person has is random here: no command may fail for the lack of one. `beside`: texts of files that are no
 * part of the recipe.
 */
export async function openRecipeWorkplace(
  recipe: Recipe,
  plan: TrialPlan,
  beside: { readonly [name: string]: string } = {},
): Promise<Workplace> {
  const place = await openWorkplace(CACHE_FOLDER);
  await using cleanup = new AsyncDisposableStack();
  cleanup.use(place);
  const folder = join(place.data, 'recipe');
  await writeRecipe(recipe, folder);
  await writeFile(join(folder, '.env'), envText(plan), { mode: 0o600 });
  for (const [name, text] of Object.entries(beside)) await writeFile(join(folder, name), text);
  for (const secret of plan.secrets.filter(({ generate }) => !generate)) {
    const value = randomBytes(secret.length).toString('hex').slice(0, secret.length);
    await writeFile(join(folder, secretFile(secret)), value, { mode: 0o600 });
  }
  const kept = cleanup.move();
  return { folder, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
