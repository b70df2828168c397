import { baseFiles, recipeOf } from '../../scripts/lib/catalogue/cases.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import type { Recipe } from '../../scripts/lib/types.ts';

export { caseFiles, casePublished, cases, recipeOf } from '../../scripts/lib/catalogue/cases.ts';

/** The good recipe with some files replaced, or added. */
export function recipeWith(changes: { readonly [path: string]: string } = {}): Recipe {
  const files = new Map(baseFiles().map((file) => [file.path, file]));
  for (const [path, text] of Object.entries(changes)) files.set(path, recipeFile(path, Buffer.from(text), false));
  return recipeOf([...files.values()]);
}
