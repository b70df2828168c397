import { mapOf } from '../recipe/json.ts';
import { serviceLabels } from '../recipe/labels.ts';
import { VERSION_LABEL } from '../recipe/version.ts';
import type { Path, Recipe } from '../types.ts';
import { type Change, type PlantedService, servicesOf } from './fault.ts';

export const ROUTE_RULE = /^traefik\.http\.routers\.[^.]+\.rule$/;

/** Any label about a router. */
export const ROUTER = /^traefik\.(?:http|tcp|udp)\.routers\./;

/** Whether the proxy has a route to the service. */
export function isRouted({ value }: PlantedService): boolean {
  return serviceLabels(value).some(({ key }) => ROUTE_RULE.test(key));
}

/** Where the first label of that name stands; null when there is none. */
export function labelPath({ path, value }: PlantedService, name: RegExp): Path | null {
  const label = serviceLabels(value).find(({ key }) => name.test(key));
  return label === undefined ? null : [...path, ...label.path];
}

/** Another value for the first label of that name, of list or map form; null when there is none. */
export function changedLabel({ path, value }: PlantedService, name: RegExp, text: string): Change | null {
  const label = serviceLabels(value).find(({ key }) => name.test(key));
  if (label === undefined) return null;
  const at = [...path, ...label.path];
  return { set: [[at, typeof label.path.at(-1) === 'number' ? `${label.key}=${text}` : text]], at };
}

/** The label that carries the version, for `changedLabel`. */
export const VERSION = /^coop-cloud\.\$\{STACK_NAME\}\.version$/;

/** Where the version of service `app` stands; null when there is none. */
export function versionPath(recipe: Recipe): Path | null {
  const label = serviceLabels(mapOf(servicesOf(recipe).app)).find(({ key }) => key === VERSION_LABEL);
  return label === undefined ? null : ['services', 'app', ...label.path];
}
