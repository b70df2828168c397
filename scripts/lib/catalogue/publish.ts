import { availableParallelism } from 'node:os';
import { KnownError } from '../command.ts';
import { readFlakes } from '../report/store.ts';
import type { Recipe } from '../types.ts';
import { openSpread } from './blast-radius.ts';
import { type BuiltRecipe, buildRecipe } from './build.ts';
import { openTextIndex } from './full-text.ts';
import { catalogueFiles, openGathering, recipeFiles } from './machine.ts';
import type { CatalogueStream, RecipeSource } from './model.ts';
import { openPieces, readPieces } from './pieces.ts';
import { openCatalogueSource } from './read.ts';
import { readRulebook } from './read-rulebook.ts';
import { type Fact, factOf } from './search/facts.ts';
import { useScratchFolder, writePages } from './site.ts';
import { sitemap } from './site-files.ts';
import { openWriter, replaceFolder } from './write.ts';

/** Where a site is served that nobody gave an address. */
export const THIS_MACHINE = 'http://127.0.0.1:4321';

export interface PublishOptions {
  /** The repository whose recipes, history and reports are published. */
  readonly root: string;
  /** Where the site goes; replaced as a whole, and only when everything was built. */
  readonly folder: string;
  /** Path the site is hosted at, e.g. `/` or `/commons/`. */
  readonly base: string;
  /** Address of the host it will have, e.g. `https://recipes.example`; what is read elsewhere names it. */
  readonly site?: string;
  /** Only these recipes; null or left out: all. */
  readonly only?: readonly string[] | null;
  /** To be looked at, not to be published: the rules are not tested on the recipes. */
  readonly preview?: boolean;
  readonly now: Date;
  readonly signal: AbortSignal;
}

export interface Published {
  readonly recipes: number;
  readonly versions: number;
  readonly tried: number;
}

/** Read → build → write: the whole catalogue, as pages and as files. Throws KnownError when it cannot be read or built. */
export async function publishCatalogue(options: PublishOptions): Promise<Published> {
  return await publishStream(await openCatalogueSource(options.root, options.only ?? null), options);
}

/** The same from what somebody else reads; `root` is where evidence lies. */
export async function publishStream(
  { names, recipes }: CatalogueStream,
  { root, folder, base, site = THIS_MACHINE, preview = false, now, signal }: PublishOptions,
): Promise<Published> {
  if (names.length === 0) throw new KnownError('there is no recipe to publish', 'Add one in recipes/<name>/.');
  const planted = new Set(preview ? [] : spread(names));
  const newest: Recipe[] = [];
  const published = { recipes: 0, versions: 0, tried: 0 };
  await using scratch = await useScratchFolder();
  const pieces = openPieces(scratch.folder);
  const security = openSpread();
  const address = new URL(base, site).href;
  const gathering = openGathering();
  const facts: Fact[] = [];
  await using texts = await openTextIndex();
  await replaceFolder(folder, async (next) => {
    const write = openWriter(next);
    for await (const { recipe, bundles, source } of builtAhead(recipes, now)) {
      signal.throwIfAborted();
      if (planted.has(recipe.name)) newest.push(source);
      write.files(recipeFiles(recipe, address));
      write.versionFiles(recipe, bundles, root);
      gathering.add(recipe);
      for (const version of recipe.versions) security.add(version);
      pieces.add(recipe);
      facts.push(factOf(recipe));
      await texts.add(recipe);
      published.recipes++;
      published.versions += recipe.versions.length;
      published.tried += recipe.versions.filter(({ standing }) => standing.kind === 'tried').length;
    }
    const rulebook = readRulebook(newest, { of: published.recipes, today: now.toISOString().slice(0, 10) });
    facts.sort((a, b) => (a.name < b.name ? -1 : 1));
    pieces.end({ rulebook, security: security.end(), facts, flakes: await readFlakes(root), address });
    signal.throwIfAborted();
    const publication = readPieces(scratch.folder);
    write.files(catalogueFiles(publication, gathering.end()));
    write.searchScore();
    await texts.write(next);
    const shares = published.versions < ONE_PROCESS ? 1 : Math.min(availableParallelism(), MOST_SHARES);
    await writePages(scratch.folder, { folder: next, base, shares, signal });
    write.files(sitemap(publication.catalogue, write.pages(), address));
  });
  return published;
}

/** Bundles are packed by other threads: while some are, the recipe before is written. */
const AHEAD = 3;

/** In order; `source`: the newest version as it was read. */
async function* builtAhead(
  recipes: AsyncIterable<RecipeSource>,
  now: Date,
): AsyncGenerator<BuiltRecipe & { readonly source: Recipe }> {
  const building: Promise<BuiltRecipe & { readonly source: Recipe }>[] = [];
  for await (const recipe of recipes) {
    const [first] = recipe.versions;
    if (first === undefined) continue;
    const built = buildRecipe(recipe, now).then((each) => ({ ...each, source: first.recipe }));
    // Its fault is told when its turn comes.
    built.catch(() => {});
    building.push(built);
    if (building.length > AHEAD) yield* await next();
  }
  while (building.length > 0) yield* await next();

  async function next(): Promise<readonly (BuiltRecipe & { readonly source: Recipe })[]> {
    const built = await building.shift();
    return built === undefined ? [] : [built];
  }
}

/** Fewer versions than this are shown sooner than a second process has begun. */
const ONE_PROCESS = 600;
/** Each wants some hundred megabytes. */
const MOST_SHARES = 2;

/** Planting into one takes a second: of many recipes some, evenly chosen. `npm run mutate` takes all. */
const MOST_PLANTED = 6;

function spread(names: readonly string[]): readonly string[] {
  const step = Math.max(1, names.length / MOST_PLANTED);
  return names.filter((_, index) => Math.floor(index / step) > Math.floor((index - 1) / step));
}
