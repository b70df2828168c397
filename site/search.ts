/** The door to scripts/lib for code that runs in a browser: the search, which knows nothing of files or the environment. */
export { card, type Piece } from '../scripts/lib/catalogue/search/card.ts';
export { countValues, FACET_IDS, FACETS, type FacetId } from '../scripts/lib/catalogue/search/facets.ts';
export type { Facts } from '../scripts/lib/catalogue/search/facts.ts';
export { pagination } from '../scripts/lib/catalogue/search/pagination.ts';
export { didYouMean, type Found, inTheWay, search } from '../scripts/lib/catalogue/search/search.ts';
export { type Index, makeIndex } from '../scripts/lib/catalogue/search/search-index.ts';
export { isIdle, readState, type State, toggled, writeState } from '../scripts/lib/catalogue/search/state.ts';
