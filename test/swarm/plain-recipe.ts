import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { parseRecipe } from '../../scripts/lib/recipe/parse.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import type { Json, Recipe } from '../../scripts/lib/types.ts';
import { TINY } from './engine-setup.ts';

type Part = { readonly [key: string]: Json };

/**
 * A recipe of one service that speaks no HTTP, on an image of 2 MB: for tests of what a stack does to an engine, and the other
 * way round. `app` is put over a service that only sleeps; `compose` over the rest of the file.
 */
export async function plainRecipe(name: string, app: Part = {}, compose: Part = {}): Promise<Recipe> {
  const { deploy = {}, ...service } = app;
  const label = `coop-cloud.\${STACK_NAME}.version=1.0.0+1`;
  const services = {
    app: {
      image: TINY,
      command: ['sleep', '999'],
      stop_grace_period: '1s',
      ...service,
      deploy: { labels: [label], restart_policy: { condition: 'any', delay: '300ms' }, ...(deploy as Part) },
    },
  };
  const metadata = parse(await readFile('recipes/fossil/recipe.yml', 'utf8'));
  metadata.trial = { skip: [{ rung: 'answers', reason: 'speaks no HTTP' }] };
  const file = (path: string, content: unknown) => recipeFile(path, Buffer.from(JSON.stringify(content)), false);
  const { services: more = {}, ...rest } = compose;
  const files = [
    file('compose.yml', { version: '3.9', services: { ...services, ...(more as Part) }, ...rest }),
    file('recipe.yml', metadata),
  ];
  return parseRecipe({ name, folder: `recipes/${name}`, commit: null, files, findings: [] });
}
