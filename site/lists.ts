/** Lists of recipes as pages without a script: all of them, and one list for each value of a facet. */
import {
  byProof,
  type CatalogueRecipe,
  catalogue,
  FACET_IDS,
  FACETS,
  type FacetId,
  type Fact,
  factOf,
  fitsChoice,
  href,
  PER_PAGE,
} from './catalogue.ts';

interface Listed {
  readonly recipe: CatalogueRecipe;
  readonly fact: Fact;
}

/** What is proven furthest first. */
const all: readonly Listed[] = catalogue.recipes
  .map((recipe) => ({ recipe, fact: factOf(recipe) }))
  .toSorted((a, b) => byProof(a.fact, b.fact));

export const recipes: readonly CatalogueRecipe[] = all.map(({ recipe }) => recipe);

/** The newest day this catalogue knows of: what is fresh on a page that never changes is so on that day. */
export const newestDay =
  all
    .map(({ fact }) => fact.published ?? '')
    .toSorted()
    .at(-1) ?? '';

export interface FacetPage {
  readonly id: FacetId;
  readonly value: string;
  readonly label: string;
  readonly recipes: readonly CatalogueRecipe[];
}

/** Of these each value lets through what the one before it does, and perhaps more. */
const WIDENING: readonly FacetId[] = ['level', 'memory', 'fresh', 'maintainers'];

/** Every value of a facet that some recipe fits; of those that widen each other the ones that differ. */
export const facetPages: readonly FacetPage[] = FACET_IDS.flatMap((id) => {
  const values = FACETS[id].values(all.map(({ fact }) => fact));
  const pages = values.map((value) => {
    const fitting = all.filter(({ fact }) => fitsChoice(fact, { [id]: value }, newestDay));
    return { id, value, label: FACETS[id].label(value), recipes: fitting.map(({ recipe }) => recipe) };
  });
  return pages.filter(({ recipes }, at) => {
    const before = WIDENING.includes(id) ? (pages[at - 1]?.recipes.length ?? 0) : 0;
    return recipes.length > before;
  });
});

/** Categories have pages of their own. */
export const hasOwnPage = ({ id }: Pick<FacetPage, 'id'>): boolean => id === 'category';

export function facetLink(id: FacetId, value: string): string {
  return href(hasOwnPage({ id }) ? `category/${value}/` : `find/${id}-${value.toLowerCase()}/`);
}

export function pageCount(list: readonly CatalogueRecipe[]): number {
  return Math.max(1, Math.ceil(list.length / PER_PAGE));
}

/** `page`: from 1. */
export function pageOf(list: readonly CatalogueRecipe[], page: number): readonly CatalogueRecipe[] {
  return list.slice((page - 1) * PER_PAGE, page * PER_PAGE);
}
