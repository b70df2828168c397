import { parseRecipe } from '../../recipe/parse.ts';
import { recipeFile } from '../../recipe/recipe-file.ts';
import type { Recipe } from '../../types.ts';
import type { World } from '../canary/canary.ts';
import { type EngineService, engineCompose } from './engine-compose.ts';

/** The recipe as if its compose file said what the engine says that it runs. */
export async function engineRecipe(
  { engine: { docker }, stack }: Pick<World, 'engine' | 'stack'>,
  recipe: Recipe,
): Promise<Recipe> {
  const filters = { label: [`com.docker.stack.namespace=${stack}`] };
  const [services, networks, { Volumes: volumes }] = await Promise.all([
    docker.listServices({ filters }) as unknown as Promise<EngineService[]>,
    docker.listNetworks(),
    docker.listVolumes(),
  ]);
  const compose = engineCompose(stack, { services, networks, volumes });
  const text = Buffer.from(JSON.stringify(compose));
  const files = recipe.files.filter(({ path }) => !/^compose(?:\..+)?\.yml$/.test(path));
  return parseRecipe({
    ...recipe,
    commit: null,
    files: [...files, recipeFile('compose.yml', text, false)],
    findings: [],
  });
}
