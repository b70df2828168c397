import { KnownError } from '../command.ts';
import type { Recipe } from '../types.ts';

/**
 * The recipe with a variant that it declares switched on, for every rung: its overlays in COMPOSE_FILE, its settings before those of
 * the trial. Throws KnownError when it declares none of this name.
 */
export function asVariant(recipe: Recipe, name: string): Recipe {
  const { metadata } = recipe;
  const variant = metadata?.trial.variants.find((each) => each.name === name);
  if (metadata === null || variant === undefined) {
    const known = variantNames(recipe).join(', ') || 'none';
    throw new KnownError(
      `${recipe.name} declares no variant "${name}"`,
      `trial.variants of its recipe.yml has: ${known}.`,
    );
  }
  const files = ['compose.yml', ...variant.overlays.map((overlay) => `compose.${overlay}.yml`)];
  const env = { ...metadata.trial.env, COMPOSE_FILE: files.join(':'), ...variant.env };
  return { ...recipe, metadata: { ...metadata, trial: { ...metadata.trial, env } } };
}

export function variantNames(recipe: Recipe): readonly string[] {
  return recipe.metadata?.trial.variants.map(({ name }) => name) ?? [];
}

/**
 * What `--variant` asks for, recipe by recipe: the recipe as it is (undefined), the variant of that name, or `all` that it declares.
 * Throws KnownError at once when one has no such variant, or none has any.
 */
export function chosenVariants(
  wanted: string | undefined,
  recipes: readonly Recipe[],
): (recipe: Recipe) => readonly (string | undefined)[] {
  if (wanted === undefined) return () => [undefined];
  if (wanted !== 'all') {
    for (const recipe of recipes) asVariant(recipe, wanted);
    return () => [wanted];
  }
  if (recipes.some((recipe) => variantNames(recipe).length > 0)) return variantNames;
  throw new KnownError('none of these recipes declares a variant', 'Declare them under trial.variants of recipe.yml.');
}
