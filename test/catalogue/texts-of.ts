import { blastRadius } from '../../scripts/lib/catalogue/blast-radius.ts';
import { catalogueFiles, openGathering, recipeFiles } from '../../scripts/lib/catalogue/machine.ts';
import type { Catalogue } from '../../scripts/lib/catalogue/model.ts';
import { factOf } from '../../scripts/lib/catalogue/search/facts.ts';

/** Every text that is published beside the pages of a catalogue, by its path. */
export function textsOf(catalogue: Catalogue, address: string): ReadonlyMap<string, string> {
  const gathering = openGathering();
  catalogue.recipes.forEach(gathering.add);
  const publication = {
    catalogue,
    rulebook: { rules: [], selfTest: { planted: 0, found: 0, of: 0, recipes: [] } },
    security: blastRadius(catalogue),
    facts: catalogue.recipes.map(factOf),
    flakes: [],
    address,
  };
  const own = catalogue.recipes.flatMap((recipe) => recipeFiles(recipe, address));
  return new Map([...catalogueFiles(publication, gathering.end()), ...own].map(({ path, content }) => [path, content]));
}
