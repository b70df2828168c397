/** Recipe → everything a trial is going to do, before anything is done. */
import { sampleValues } from '../recipe/env.ts';
import { formatEnv } from '../recipe/env-text.ts';
import { type Environment, interpolate } from '../recipe/interpolate.ts';
import { isMap, type JsonMap, mapOf } from '../recipe/json.ts';
import { configVersions } from '../recipe/needs.ts';
import { routesOf } from '../recipe/route.ts';
import { stackOf } from '../stack/model.ts';
import type {
  Command,
  DataVolume,
  Json,
  PortProbe,
  Probe,
  Recipe,
  SecretNeed,
  TrialCheck,
  TrialStep,
} from '../types.ts';
import { commandsOf, scriptFaults } from './commands.ts';
import { plannedImages } from './plan-images.ts';

export interface Route {
  /** The compose service the labels stand on. */
  readonly service: string;
  readonly hosts: readonly string[];
  readonly port: number;
  /** `/` when the rule has no PathPrefix. */
  readonly path: string;
  readonly tls: boolean;
}

export interface PlannedImage {
  readonly reference: string;
  readonly services: readonly string[];
  /** Folder inside the recipe it is built from, e.g. `image/db`; null when it is only pulled. */
  readonly context: string | null;
}

export interface TrialPlan {
  readonly recipe: string;
  readonly version: string | null;
  readonly stack: string;
  /** Every line of the `.env` the trial writes. */
  readonly settings: Environment;
  readonly configVersions: Environment;
  readonly composeFiles: readonly string[];
  /** What they say together, variables filled in. */
  readonly compose: JsonMap;
  readonly images: readonly PlannedImage[];
  /** Usable routes; what keeps a router from being one is in `routeProblems`. */
  readonly routes: readonly Route[];
  readonly routeProblems: readonly string[];
  /** `name` with its variables filled in; see `commands` for how it is made. */
  readonly secrets: readonly SecretNeed[];
  readonly commands: readonly Command[];
  /** Names below `services:`. */
  readonly services: readonly string[];
  /** Full names of the volumes that may stay. */
  readonly volumes: readonly string[];
  /** Those of them that the data map calls a cache. */
  readonly caches: readonly string[];
  readonly joinsProxy: boolean;
  readonly timeoutSeconds: number;
  readonly probes: readonly Probe[];
  readonly ports: readonly PortProbe[];
  readonly seed: readonly TrialStep[];
  readonly check: readonly TrialCheck[];
  /** Services that may run more often than written. */
  readonly scalable: readonly string[];
  readonly skips: readonly { readonly rung: string; readonly reason: string }[];
  /** Why it cannot be deployed at all, seen without an engine. Empty when it can be tried. */
  readonly problems: readonly string[];
}

const DEFAULT_TIMEOUT = 300;
const LONGEST_TIMEOUT = 1800;

/**
 * Plans the trial of a recipe: settings from `.env.sample`, then `trial.env`, then `settings`. Never throws; what cannot be
 * planned is in `problems`, and `commands` is empty when a name could not stand in a script safely.
 */
export function planTrial(
  recipe: Recipe,
  options: { readonly settings?: Environment /** The recipe's name when not given. */; readonly stack?: string } = {},
): TrialPlan {
  const own = { ...recipe.metadata?.trial.env, ...options.settings };
  return makePlan(recipe, { ...sampleValues(recipe.settings), ...own }, options.stack);
}

/** The blocks a hoster pastes after filling in `.env`: the text the trial runs. */
export function installCommands(recipe: Recipe): readonly Command[] {
  return makePlan(recipe, sampleValues(recipe.settings)).commands;
}

/** The text of `.env` for a trial, safe to be sourced. */
export function envText(plan: TrialPlan): string {
  return formatEnv(plan.settings);
}

function makePlan(recipe: Recipe, settings: Environment, stack = recipe.name): TrialPlan {
  const versions = configVersions(recipe.files.find(({ path }) => path === 'abra.sh'));
  const environment = { ...versions, ...settings, STACK_NAME: stack };
  const files = composeFilesOf(recipe, settings);
  const merged = files.found.length === 0 ? null : stackOf(files.found, { environment });
  const compose = mapOf(merged?.value);
  const services = mapOf(compose.services);
  const images = plannedImages(recipe, services);
  const routes = readRoutes(services);
  // An overlay that is not switched on asks for nothing.
  const secrets = recipe.secrets.filter(({ key }) => Object.hasOwn(mapOf(compose.secrets), key));
  const faults = [...scriptFaults({ stack, secrets }), ...images.faults];
  const planned = {
    recipe: recipe.name,
    version: recipe.version,
    stack,
    settings,
    configVersions: versions,
    composeFiles: files.found.map(({ file }) => file),
    compose,
    images: images.images,
    routes: routes.routes,
    routeProblems: routes.problems,
    services: Object.keys(services),
    volumes: volumeNames(stack, compose.volumes, () => true),
    caches: volumeNames(stack, compose.volumes, (key) => classOf(recipe, key) === 'cache'),
    joinsProxy: isMap(compose.networks) && Object.entries(compose.networks).some(isProxy),
    timeoutSeconds: readTimeout(stack, services),
    probes: recipe.metadata?.trial.probes ?? [],
    ports: recipe.metadata?.trial.ports ?? [],
    seed: recipe.metadata?.trial.seed ?? [],
    check: recipe.metadata?.trial.check ?? [],
    scalable: recipe.metadata?.trial.scalable ?? [],
    skips: recipe.metadata?.trial.skip ?? [],
  };
  return {
    ...planned,
    secrets: secrets.map((secret) => ({ ...secret, name: interpolate(secret.name, environment).value })),
    commands: faults.length > 0 ? [] : commandsOf({ ...planned, secrets }),
    problems: [
      ...faults,
      ...files.missing.map((file) => `COMPOSE_FILE names "${file}", which the recipe does not have`),
      ...(planned.services.length === 0 ? ['compose.yml has no services'] : []),
      ...emptySettings(recipe, settings),
      // Whatever else docker refuses, it says so itself when the trial deploys it.
      ...(merged?.problems ?? [])
        .filter(({ kind }) => kind === 'interpolation' || kind === 'required')
        .map(({ message }) => message),
    ],
  };
}

function composeFilesOf(recipe: Recipe, settings: Environment) {
  const names = (settings.COMPOSE_FILE || 'compose.yml').split(':');
  const found = names.flatMap((name) => recipe.compose.filter(({ file }) => file === name));
  return { found, missing: names.filter((name) => !recipe.compose.some(({ file }) => file === name)) };
}

function emptySettings(recipe: Recipe, settings: Environment): readonly string[] {
  return recipe.settings
    .filter(({ name, required }) => required && settings[name] === '')
    .map(
      ({ name }) =>
        `Setting "${name}" is required but empty; give it a value in .env.sample or under trial.env of recipe.yml`,
    );
}

const HOST = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const PATH = /^\/[A-Za-z0-9._~/-]{0,200}$/;

function readRoutes(services: { readonly [name: string]: Json }) {
  const routes: Route[] = [];
  const problems: string[] = [];
  for (const [service, value] of Object.entries(services)) {
    for (const { router, hosts, pathPrefix, port, tls, problem } of routesOf(service, value)) {
      const path = pathPrefix ?? '/';
      const badHost = hosts.find((host) => !HOST.test(host));
      if (problem !== null) problems.push(`Router "${router}": ${problem}`);
      else if (port === null || port < 1 || port > 65_535)
        problems.push(`Router "${router}" has no loadbalancer.server.port label`);
      else if (hosts.length === 0) problems.push(`Router "${router}" names no host`);
      else if (badHost !== undefined) problems.push(`Router "${router}": "${badHost.slice(0, 80)}" is no host name`);
      else if (!PATH.test(path)) problems.push(`Router "${router}": "${path.slice(0, 80)}" is no plain path`);
      else routes.push({ service, hosts, port, path, tls });
    }
  }
  return { routes, problems };
}

/** Whether it is the external network that the reverse proxy of a swarm is on. */
export function isProxy([key, value]: [string, Json]): boolean {
  const { external, name } = mapOf(value);
  if (external === undefined || external === false) return false;
  return (typeof name === 'string' ? name : (mapOf(external).name ?? key)) === 'proxy';
}

function volumeNames(stack: string, volumes: Json | undefined, isMeant: (key: string) => boolean): readonly string[] {
  const meant = Object.entries(mapOf(volumes)).filter(([key]) => isMeant(key));
  return meant.map(([key, volume]) => {
    const { name } = mapOf(volume);
    return typeof name === 'string' ? name : `${stack}_${key}`;
  });
}

function classOf({ metadata }: Recipe, key: string): DataVolume['class'] | undefined {
  return metadata?.data.find(({ volume }) => volume === key)?.class;
}

function readTimeout(stack: string, services: { readonly [name: string]: Json }): number {
  const wanted = `coop-cloud.${stack}.timeout`;
  for (const service of Object.values(services)) {
    const labels = mapOf(mapOf(service).deploy).labels;
    const value = Array.isArray(labels)
      ? labels.find((label) => typeof label === 'string' && label.startsWith(`${wanted}=`))?.slice(wanted.length + 1)
      : mapOf(labels)[wanted];
    if (/^[1-9][0-9]{0,4}$/.test(String(value))) return Math.min(Number(value), LONGEST_TIMEOUT);
  }
  return DEFAULT_TIMEOUT;
}
