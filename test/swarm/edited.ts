/** Recipes of this repository, changed in memory: broken on purpose, or as if published before. */
import { parse } from 'yaml';
import { parseRecipe } from '../../scripts/lib/recipe/parse.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import type { Recipe } from '../../scripts/lib/types.ts';

/** A compose file as data, loosely typed: tests change what they know is there. */
// biome-ignore lint/suspicious/noExplicitAny: a test breaks documents in ways no type should allow
export type Loose = any;

/** The same recipe with a changed compose.yml, in memory. `keep`: which of its other files stay. */
export function edited(recipe: Recipe, change: (compose: Loose) => void, keep = (_path: string) => true): Recipe {
  const files = recipe.files
    .filter(({ path }) => keep(path))
    .map((file) => {
      if (file.path !== 'compose.yml') return file;
      const compose = parse(file.content);
      const before = JSON.stringify(compose);
      change(compose);
      if (JSON.stringify(compose) === before) throw new Error('the change changes nothing');
      return recipeFile(file.path, Buffer.from(JSON.stringify(compose)), false);
    });
  return parseRecipe({ ...recipe, commit: null, files, findings: [] });
}

/** The recipe as if published before, with the same images; of each service one setting differs, so that there is something to update. */
export function asPublishedBefore(recipe: Recipe, change: (compose: Loose) => void = () => undefined): Recipe {
  return edited(recipe, (compose) => {
    const { labels } = compose.services.app.deploy;
    const at = labels.findIndex((label: string) => label.includes('.version='));
    labels[at] = labels[at].replace(/=.*/, '=0.9.0+1');
    for (const service of Object.values<Loose>(compose.services)) service.stop_grace_period = '9s';
    change(compose);
  });
}

/** As published before, its first volume under another name. */
export function withRenamedVolume(recipe: Recipe): Recipe {
  return asPublishedBefore(recipe, (compose) => {
    const [key = ''] = Object.keys(compose.volumes);
    compose.volumes = { former: compose.volumes[key] };
    compose.services.app.volumes = JSON.parse(JSON.stringify(compose.services.app.volumes).replaceAll(key, 'former'));
  });
}
