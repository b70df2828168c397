/** A plan for a private engine → the same for a swarm that others use: nothing it makes may meet what is theirs. */
import type { Shared } from '../engine/engine.ts';
import { isList, isMap, type JsonMap, mapOf } from '../recipe/json.ts';
import type { Command, Json } from '../types.ts';
import { isProxy, type TrialPlan } from './plan.ts';

/** Beside the recipe's own files; deployed on top of them. */
export const OVERLAY = 'compose.shared-swarm.yml';

/** Labels by which other programs of the swarm would act on the trial. */
const SWITCHED_OFF = { 'traefik.enable': 'false', 'backupbot.backup': 'false' };

/** The name of a recipe's stack there. */
export function sharedStack(recipe: string, { id }: Shared): string {
  return `${recipe}-${id}`;
}

/** Stands for the network `proxy`, which the swarm's own reverse proxy is on. */
export function sharedNetwork(stack: string): string {
  return `${stack}-proxy`;
}

/** The plan's commands as they run there: own network, labelled, with the overlay. */
export function onSharedSwarm(plan: TrialPlan, { labels }: Shared): TrialPlan {
  const label = Object.entries(labels)
    .map(([key, value]) => `--label ${key}=${value} `)
    .join('');
  const network = `docker network create --driver overlay --attachable ${label}${sharedNetwork(plan.stack)}`;
  const commands = plan.commands.map((command): Command => {
    if (command.id === 'network') return { ...command, script: network };
    if (command.id === 'secrets') {
      return {
        ...command,
        script: command.script.replaceAll('docker secret create ', `docker secret create ${label}`),
      };
    }
    if (command.id !== 'deploy') return command;
    return { ...command, script: command.script.replace('"$STACK_NAME"', `--compose-file ${OVERLAY} "$STACK_NAME"`) };
  });
  return { ...plan, commands };
}

/** What the recipe names so that it could meet another's: such a recipe is not tried there. */
export function meetingsWithOthers({ compose, stack }: TrialPlan): readonly string[] {
  const own = (name: Json | undefined) => typeof name !== 'string' || name.startsWith(`${stack}_`);
  const named = KINDS.flatMap((kind) =>
    Object.entries(mapOf(compose[kind])).flatMap(([key, value]) => {
      if (kind === 'networks' && isProxy([key, value])) return [];
      const { name, external } = mapOf(value);
      const isExternal = external !== undefined && external !== false;
      const full = name ?? (isExternal ? (mapOf(external).name ?? key) : undefined);
      return own(full)
        ? []
        : [`On a swarm that others use its ${kind} must be its own; "${full}" is not named after the stack`];
    }),
  );
  const published = Object.entries(mapOf(compose.services)).flatMap(([service, value]) => {
    const { ports } = mapOf(value);
    const has = isList(ports) && ports.length > 0;
    return has ? [`On a swarm that others use no port can be published, as service "${service}" does`] : [];
  });
  return [...named, ...published];
}

const KINDS = ['networks', 'volumes', 'secrets', 'configs'] as const;

/** The text of the overlay. Every definition is repeated in whole: Docker merges none of them. */
export function overlayText({ compose, stack }: TrialPlan, shared: Shared): string {
  const labelled = (values: Json | undefined) =>
    mapValues(mapOf(values), (value) => (isExternal(value) ? mapOf(value) : withLabels(mapOf(value), shared.labels)));
  const networks = mapValues(mapOf(compose.networks), (value, key) =>
    isProxy([key, value]) ? ownNetwork(value, stack) : withLabels(mapOf(value), shared.labels),
  );
  const services = mapValues(mapOf(compose.services), (value) => ({
    deploy: {
      labels: { ...SWITCHED_OFF, ...shared.labels },
      placement: { constraints: [...constraintsOf(value), `node.id == ${shared.node}`] },
    },
  }));
  const overlay = {
    ...(compose.version === undefined ? {} : { version: compose.version }),
    services,
    networks,
    volumes: labelled(compose.volumes),
    configs: labelled(compose.configs),
  };
  // Variables were filled in already: what is left of dollars is meant.
  return `${JSON.stringify(overlay, null, 2).replaceAll('$', '$$$$')}\n`;
}

function mapValues(map: JsonMap, change: (value: Json, key: string) => Json): JsonMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}

function withLabels(definition: JsonMap, labels: Shared['labels']): JsonMap {
  const had = isList(definition.labels)
    ? Object.fromEntries(definition.labels.map((each) => pairOf(String(each))))
    : mapOf(definition.labels);
  return { ...definition, labels: { ...had, ...labels } };
}

function pairOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** In the syntax the recipe uses: Docker refuses the two of them together. */
function ownNetwork(value: Json, stack: string): JsonMap {
  const name = sharedNetwork(stack);
  return isMap(mapOf(value).external) ? { external: { name } } : { external: true, name };
}

function isExternal(value: Json): boolean {
  const { external } = mapOf(value);
  return external !== undefined && external !== false;
}

function constraintsOf(service: Json): readonly Json[] {
  const { constraints } = mapOf(mapOf(mapOf(service).deploy).placement);
  return isList(constraints) ? constraints : [];
}
