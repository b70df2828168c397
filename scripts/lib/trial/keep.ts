import type { Engine } from '../engine/engine.ts';
import { HTTPS_PORT } from './edge/edge.ts';
import type { TrialPlan } from './plan.ts';
import type { Outcome } from './report.ts';

/** An engine that was left running with the stack on it. */
export interface Kept {
  readonly recipe: string;
  readonly id: string;
  /** Unix socket of its Docker API. */
  readonly socket: string;
  /** The app's page, and the unix socket of the HTTPS port that leads there; null when no edge was started. */
  readonly page: { readonly url: string; readonly socket: string } | null;
}

/** Throws when engines of this kind cannot be kept. */
export async function keepEngine(engine: Engine, { recipe, routes }: TrialPlan, edge: Outcome['edge']): Promise<Kept> {
  if (engine.keep === undefined) throw new Error(`an engine of the provider ${engine.facts.provider} cannot be kept`);
  const [route] = routes;
  const host = route?.hosts[0];
  const page =
    edge === null || route === undefined || host === undefined
      ? null
      : { url: `https://${host}${route.path}`, socket: await engine.dial(HTTPS_PORT) };
  await engine.keep();
  const { socketPath = '' } = engine.docker.modem as { socketPath?: string };
  return { recipe, id: engine.id, socket: socketPath, page };
}

/** How to look around, for a terminal. Host and path hold no character that a shell would act on: the plan has seen to it. */
export function prettyKept({ recipe, id, socket, page }: Kept): string {
  return [
    `kept: the engine of ${recipe} goes on until it is removed or the machine restarts`,
    `  look around: DOCKER_HOST=unix://${socket} docker service ls`,
    ...(page === null ? [] : [`  the page:    curl --insecure --unix-socket ${page.socket} ${page.url}`]),
    `  remove it:   npm run trial -- --remove ${id}`,
    '',
  ].join('\n');
}
