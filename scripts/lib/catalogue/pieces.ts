/**
 * The catalogue between the step that builds it and the views of it: on disk, one file for what every view wants of all
 * recipes, and one file a recipe for what only its own pages show. So a commons of any size is built and shown in little memory.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CatalogueRecipe, CatalogueVersion, Publication } from './model.ts';

/** What of a version stays in its recipe's file until somebody asks for it. */
const KEPT_APART = [
  'readme',
  'releaseNote',
  'files',
  'settings',
  'secrets',
  'overlays',
  'data',
  'install',
  'facts',
  'certificate',
  'lint',
  'trial',
  'scan',
  'evidence',
  'sboms',
] as const satisfies readonly (keyof CatalogueVersion)[];

type Apart = Pick<CatalogueVersion, (typeof KEPT_APART)[number]>;
type Thin = Omit<CatalogueVersion, keyof Apart>;
type ThinRecipe = Omit<CatalogueRecipe, 'versions'> & { readonly versions: readonly Thin[] };

type Stored = Omit<Publication, 'catalogue'> & { readonly recipes: readonly ThinRecipe[] };

const PUBLICATION = 'publication.json';

/** Pages are built recipe by recipe. */
const REMEMBERED = 2;

export interface PiecesWriter {
  /** Writes what is large of it, and keeps the rest for `end`. */
  readonly add: (recipe: CatalogueRecipe) => void;
  readonly end: (rest: Omit<Publication, 'catalogue'>) => void;
}

export function openPieces(folder: string): PiecesWriter {
  const recipes: ThinRecipe[] = [];
  return {
    add(recipe) {
      write(
        pieceFile(folder, recipe.name),
        recipe.versions.map((version) => pick(version, isApart)),
      );
      const versions = recipe.versions.map((version) => pick(version, (key) => !isApart(key)) as Thin);
      recipes.push({ ...recipe, versions });
    },
    end(rest) {
      const sorted = recipes.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      write(join(folder, PUBLICATION), { recipes: sorted, ...rest } satisfies Stored);
    },
  };
}

/** The same catalogue again. What was kept apart is read when it is asked for. */
export function readPieces(folder: string): Publication {
  const { recipes, ...rest } = JSON.parse(readFileSync(join(folder, PUBLICATION), 'utf8')) as Stored;
  const remembered = new Map<string, readonly Apart[]>();
  const catalogue = {
    schema: 'recipe-commons/catalogue/1' as const,
    recipes: recipes.map((recipe) => ({
      ...recipe,
      versions: recipe.versions.map((thin, index) => whole(thin, () => apart(recipe.name, index))),
    })),
  };
  return { catalogue, ...rest };

  function apart(recipe: string, index: number): Apart {
    const versions = remembered.get(recipe) ?? readRecipe(recipe);
    const found = versions[index];
    if (found === undefined) throw new Error(`the pieces of ${recipe} have no version ${index}`);
    return found;
  }

  function readRecipe(recipe: string): readonly Apart[] {
    const read = JSON.parse(readFileSync(pieceFile(folder, recipe), 'utf8')) as readonly Apart[];
    for (const [oldest] of remembered) {
      if (remembered.size < REMEMBERED) break;
      remembered.delete(oldest);
    }
    remembered.set(recipe, read);
    return read;
  }
}

/** Looks in every respect like the version it stands for. */
function whole(thin: Thin, apart: () => Apart): CatalogueVersion {
  return new Proxy(thin as CatalogueVersion, {
    get: (target, key) => (isApart(key) ? apart()[key] : Reflect.get(target, key)),
    has: (target, key) => isApart(key) || Reflect.has(target, key),
    ownKeys: (target) => [...Reflect.ownKeys(target), ...KEPT_APART],
    getOwnPropertyDescriptor: (target, key) =>
      isApart(key)
        ? { value: apart()[key], enumerable: true, configurable: true, writable: false }
        : Reflect.getOwnPropertyDescriptor(target, key),
  });
}

function isApart(key: string | symbol): key is keyof Apart {
  return (KEPT_APART as readonly (string | symbol)[]).includes(key);
}

function pick(version: CatalogueVersion, wanted: (key: string) => boolean): Partial<CatalogueVersion> {
  return Object.fromEntries(Object.entries(version).filter(([key]) => wanted(key)));
}

function pieceFile(folder: string, recipe: string): string {
  return join(folder, 'recipes', `${recipe}.json`);
}

function write(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(value));
}
