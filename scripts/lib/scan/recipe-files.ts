/** Credentials in the files of recipes. To start the scanner takes seconds, to read a recipe none: all are read in one start. */
import { join } from 'node:path';
import { openWorkplace } from '../engine/workplace.ts';
import { writeRecipe } from '../recipe/write.ts';
import type { Recipe } from '../types.ts';
import { ScanError } from './fault.ts';
import type { ImageScan, LayerSecret } from './image-scan.ts';
import { readScan, type ScanKey, writeScan } from './store.ts';

export interface FileLookOptions {
  /** Looked into together with whichever of them is asked for first. */
  readonly recipes: readonly Recipe[];
  readonly cache: string;
  readonly keyOf: (recipe: Recipe) => ScanKey;
  /** What the scanner says of a folder. Throws ScanError. */
  readonly run: (folder: string) => Promise<ImageScan>;
}

type Found = ReadonlyMap<string, readonly LayerSecret[]>;

/** Throws ScanError. */
export function openFileLook(options: FileLookOptions): (recipe: Recipe) => Promise<readonly LayerSecret[]> {
  let together: Promise<Found> | null = null;
  return async (recipe) => {
    const known = await readScan(options.cache, options.keyOf(recipe));
    if (known !== null) return known.secrets;
    together ??= unknownOf(options).then((unknown) => lookInto(unknown, options));
    // One that the scanner cannot bear is not held against the others.
    const found = await together.catch((error: unknown) => {
      if (error instanceof ScanError) return null;
      throw error;
    });
    return found?.get(recipe.digest) ?? (await lookInto([recipe], options)).get(recipe.digest) ?? [];
  };
}

async function unknownOf({ recipes, cache, keyOf }: FileLookOptions): Promise<readonly Recipe[]> {
  const distinct = [...new Map(recipes.map((recipe) => [recipe.digest, recipe])).values()];
  const known = await Promise.all(distinct.map((recipe) => readScan(cache, keyOf(recipe))));
  return distinct.filter((recipe, index) => recipe.files.length > 0 && known[index] === null);
}

/** By digest of the recipe; kept. */
async function lookInto(recipes: readonly Recipe[], { cache, keyOf, run }: FileLookOptions): Promise<Found> {
  await using place = await openWorkplace(cache);
  const folder = join(place.data, 'recipes');
  for (const recipe of recipes) await writeRecipe(recipe, join(folder, recipe.digest));
  const scan = await run(folder);
  const found = new Map<string, readonly LayerSecret[]>();
  for (const recipe of recipes) {
    const own = `${recipe.digest}/`;
    const secrets = scan.secrets
      .filter(({ file }) => file.startsWith(own))
      .map((secret) => ({ ...secret, file: secret.file.slice(own.length) }));
    await writeScan(cache, keyOf(recipe), { scan: { ...scan, secrets }, raw: null, sbom: null });
    found.set(recipe.digest, secrets);
  }
  return found;
}
