import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import type { RecipeFile } from '../../scripts/lib/types.ts';

/** A file of a recipe as reading a folder would give it. */
export function textFile(content: string, path = 'compose.yml', executable = false): RecipeFile {
  return recipeFile(path, Buffer.from(content), executable);
}
