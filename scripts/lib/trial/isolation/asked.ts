/** What a recipe asks of swarm for its services, by the files and settings of its trial. Pure. */
import { isList, type JsonMap, mapOf } from '../../recipe/json.ts';
import { serviceLabels } from '../../recipe/labels.ts';
import { stackOf } from '../../stack/model.ts';
import type { Json, Recipe } from '../../types.ts';
import type { TrialPlan } from '../plan.ts';

/** The services as `docker stack deploy` reads them. */
export function askedServices(recipe: Recipe, plan: TrialPlan): JsonMap {
  const files = plan.composeFiles.flatMap((name) => recipe.compose.filter(({ file }) => file === name));
  if (files.length === 0) return {};
  const environment = { ...plan.configVersions, ...plan.settings, STACK_NAME: plan.stack };
  return mapOf(mapOf(stackOf(files, { environment }).value).services);
}

const ROUTED = /^traefik\.(?:http|tcp|udp)\.services\.[^.]+\.loadbalancer\.server\.port$/i;

/**
 * The ports at which others may reach a service: those its routes lead to, those it publishes, and those that
 * `trial.reachable` of recipe.yml names.
 */
export function declaredPorts(service: Json | undefined, named: readonly number[]): readonly number[] {
  const routed = serviceLabels(service).flatMap(({ key, value }) => (ROUTED.test(key) ? [Number(value)] : []));
  const { ports } = mapOf(service);
  const published = (isList(ports) ? ports : []).flatMap(targetsOf);
  return [...new Set([...routed, ...published, ...named])];
}

/** `8080`, `80:8080`, `127.0.0.1:80:8080/tcp`, `9000-9010:9000-9010`, or the long form. */
function targetsOf(port: Json): readonly number[] {
  const { target } = mapOf(port);
  if (target !== undefined) return [Number(target)];
  const text = String(port).split('/')[0]?.split(':').at(-1) ?? '';
  const [first = 0, last = first] = text.split('-').map(Number);
  if (!Number.isInteger(first) || !Number.isInteger(last) || last - first > 65_535) return [];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
