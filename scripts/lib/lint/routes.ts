import { serviceLabels } from '../recipe/labels.ts';
import { type Route, routesOf } from '../recipe/route.ts';
import type { Path, Recipe } from '../types.ts';
import { services } from './services.ts';

export interface PlacedRoute extends Route {
  readonly file: string;
  /** Of the label that holds the rule. */
  readonly path: Path;
}

const known = new WeakMap<Recipe, readonly PlacedRoute[]>();

/** Every route the labels declare, in the file that writes its rule; read once however many rules ask. */
export function routes(recipe: Recipe): readonly PlacedRoute[] {
  let found = known.get(recipe);
  if (found === undefined) {
    found = findRoutes(recipe);
    known.set(recipe, found);
  }
  return found;
}

function findRoutes(recipe: Recipe): readonly PlacedRoute[] {
  return services(recipe).flatMap(({ name, file, path, value }) => {
    const labels = serviceLabels(value);
    return routesOf(name, value).flatMap((route) => {
      const key = `traefik.http.routers.${route.router}.rule`;
      const label = labels.find((each) => each.key.toLowerCase() === key);
      return label === undefined ? [] : [{ ...route, file, path: [...path, ...label.path] }];
    });
  });
}
