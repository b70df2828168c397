import { expect, test } from 'vitest';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { planTrial } from '../../scripts/lib/trial/plan.ts';
import { asVariant, chosenVariants } from '../../scripts/lib/trial/variant.ts';
import type { Metadata, Recipe } from '../../scripts/lib/types.ts';

async function withVariant(): Promise<Recipe> {
  const recipe = await readRecipe(process.cwd(), 'forgejo');
  const metadata = recipe.metadata as Metadata;
  const variants = [{ name: 'mail', overlays: ['mail'], env: { SMTP_HOST: 'mail.test' } }];
  return { ...recipe, metadata: { ...metadata, trial: { ...metadata.trial, variants } } };
}

test('a variant is tried with its overlays and its settings, beside those of the trial', async () => {
  const plan = planTrial(asVariant(await withVariant(), 'mail'));
  expect(plan.composeFiles).toEqual(['compose.yml', 'compose.mail.yml']);
  expect(plan.settings).toMatchObject({ SMTP_HOST: 'mail.test', DOMAIN: 'forgejo.test' });
});

test('a variant that is not declared is a wrong call, which names those that are', async () => {
  const recipe = await withVariant();
  expect(() => asVariant(recipe, 'male')).toThrow('forgejo declares no variant "male"');
});

test('all variants of each, one of that name of each, or none', async () => {
  const recipe = await withVariant();
  const fossil = await readRecipe(process.cwd(), 'fossil');
  expect(chosenVariants(undefined, [recipe])(recipe)).toEqual([undefined]);
  expect(chosenVariants('mail', [recipe])(recipe)).toEqual(['mail']);
  const all = chosenVariants('all', [recipe, fossil]);
  expect([all(recipe), all(fossil)]).toEqual([['mail'], []]);
  expect(() => chosenVariants('mail', [recipe, fossil])).toThrow('fossil declares no variant "mail"');
  expect(() => chosenVariants('all', [fossil])).toThrow('none of these recipes declares a variant');
});
