import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PrivateEngine } from '../../scripts/lib/engine/local.ts';
import { startInNetwork } from '../../scripts/lib/engine/namespace.ts';
import type { Json, Recipe, TrialReport } from '../../scripts/lib/types.ts';
import { plainRecipe } from './plain-recipe.ts';

type Part = { readonly [key: string]: Json };

/** One way to fail that `docker stack deploy` itself does not tell, or not plainly. */
export interface FailureCase {
  readonly what: string;
  /** From `stack deploy` until it can be known, on an idle machine with small images. */
  readonly seconds: number;
  readonly reason: RegExp;
  readonly app: Part;
  readonly compose?: Part;
  /** Done to the engine before the deployment. */
  readonly prepare?: (engine: PrivateEngine) => Promise<unknown>;
  /** When no recipe can be the cause of it. */
  readonly verdict?: 'broken';
}

const PORT = 18091;
const LISTEN = `require("node:net").createServer().listen(${PORT}, () => console.log("listening"))`;

function shell(script: string): Part {
  return { command: ['sh', '-c', script] };
}

function port(mode: string): Part {
  return { ports: [{ target: 80, published: PORT, mode }] };
}

const UNHEALTHY = { test: ['CMD', 'sh', '-c', 'echo no database; exit 1'], interval: '1s', timeout: '1s', retries: 2 };
const MEMORY_16M = { resources: { limits: { memory: '16M' } } };

export const FAILURE_CASES: readonly FailureCase[] = [
  {
    what: 'an image that the engine cannot get',
    seconds: 0.7,
    reason:
      /^Service "app" (was rejected: No such image: ghcr\.io|runs an unknown digest of ghcr\.io)\/recipe-commons\/tiny:1/,
    app: {},
    // We promised it: only we can have lost it.
    async prepare({ place, run }) {
      const signal = new AbortController().signal;
      await rm(join(place.data, 'registries/ghcr.io'), { recursive: true });
      await run('docker image rm -f $(docker image ls -q ghcr.io/recipe-commons/tiny)', { cwd: '/', signal });
    },
    verdict: 'broken',
  },
  {
    what: 'a host port taken by a sibling',
    seconds: 0.2,
    reason: /^Service "(app|twin)" cannot be placed: .*host-mode port already in use/,
    app: port('host'),
    compose: {
      services: { twin: { image: 'ghcr.io/recipe-commons/tiny:1', command: ['sleep', '999'], ...port('host') } },
    },
  },
  {
    what: 'a host port taken by a foreign process',
    seconds: 1,
    reason:
      /^Service "app" failed with exit code 128: .*driver failed programming external connectivity.*address already in use/,
    app: port('host'),
    async prepare({ place, daemon }) {
      startInNetwork(place, daemon, [process.execPath, '-e', LISTEN], 'foreign');
      await new Promise((resolve) => setTimeout(resolve, 1000));
    },
  },
  {
    what: 'an ingress port that is taken',
    seconds: 0.1,
    reason: /^docker stack deploy failed: .*port '18091' is already in use by service/,
    app: port('ingress'),
    compose: {
      services: { twin: { image: 'ghcr.io/recipe-commons/tiny:1', command: ['sleep', '999'], ...port('ingress') } },
    },
  },
  {
    what: 'a constraint that no node meets',
    seconds: 0.2,
    reason: /^Service "app" cannot be placed: .*scheduling constraints not satisfied/,
    app: { deploy: { placement: { constraints: ['node.labels.disk == ssd'] } } },
  },
  {
    what: 'a reservation that is too big',
    seconds: 0.2,
    reason: /^Service "app" cannot be placed: .*insufficient resources/,
    app: { deploy: { resources: { reservations: { memory: '900G' } } } },
  },
  {
    what: 'an external network that is missing',
    seconds: 0.1,
    reason: /^docker stack deploy failed: network "mail" is declared as external, but could not be found/,
    app: { networks: ['mail'] },
    compose: { networks: { mail: { external: true } } },
  },
  {
    what: 'an external secret that is missing',
    seconds: 0.3,
    reason: /^docker stack deploy failed: .*secret not found: elsewhere/,
    app: { secrets: ['elsewhere'] },
    compose: { secrets: { elsewhere: { external: true, name: 'elsewhere' } } },
    // Whatever secret a recipe asks for, the trial has just created it.
    prepare: ({ run }) => run('docker secret rm elsewhere', { cwd: '/', signal: new AbortController().signal }),
  },
  {
    what: 'a bind source that is missing',
    seconds: 0.9,
    reason: /^Service "app" was rejected: .*bind source path does not exist: \/srv\/nowhere/,
    app: { volumes: ['/srv/nowhere:/data'] },
  },
  {
    what: 'an unknown user',
    seconds: 1.4,
    reason: /^Service "app" failed with exit code 128: .*unable to find user nobody-here/,
    app: { user: 'nobody-here' },
  },
  {
    what: 'a command that is missing',
    seconds: 1.7,
    reason: /^Service "app" failed with exit code 127: .* Its log ends: ".*serve-wiki: not found"/,
    app: shell('serve-wiki'),
  },
  {
    what: 'a crash loop',
    seconds: 2.2,
    reason: /^Service "app" failed with exit code 3, 2 times: .* Its log ends: "boom"/,
    app: shell('echo boom; exit 3'),
  },
  {
    what: 'crashes until no attempt is left',
    seconds: 3.8,
    reason: /^Service "app" failed with exit code 3, 2 times/,
    app: { ...shell('exit 3'), deploy: { restart_policy: { delay: '200ms', max_attempts: 1 } } },
  },
  {
    what: 'a service that ends with 0',
    seconds: 2.1,
    reason: /^Service "app" ended by itself with exit code 0; a service must keep running/,
    app: shell('exit 0'),
  },
  {
    what: 'a task that is unhealthy',
    seconds: 3.7,
    reason: /^Service "app" is unhealthy; its probe says "no database"/,
    app: { healthcheck: UNHEALTHY },
  },
  {
    what: 'the first process out of memory',
    seconds: 4,
    reason: /^Service "app" ran out of memory: it reached its memory limit of 16 MiB/,
    app: { ...shell('x=memory; while :; do x=$$x$$x; done'), deploy: MEMORY_16M },
  },
  {
    what: 'a child out of memory',
    seconds: 1.8,
    reason: /^Service "app" ran out of memory: it reached its memory limit of 16 MiB/,
    app: { ...shell('(x=memory; while :; do x=$$x$$x; done); sleep 999'), deploy: MEMORY_16M },
  },
];

export function failingRecipe({ app, compose = {} }: FailureCase): Promise<Recipe> {
  return plainRecipe('failing', app, compose);
}

/** From `stack deploy`; of a trial that broke, all its time. */
export function secondsUntilKnown({ trial, durationMs }: TrialReport): number {
  return (trial.rungs.find(({ id }) => id === 'deploys')?.durationMs ?? durationMs) / 1000;
}

/** One line: what it was, and how soon it was known. */
export function timed({ what, seconds }: FailureCase, report: TrialReport): string {
  return `${what.padEnd(40)} known after ${secondsUntilKnown(report).toFixed(1)} s (on an idle machine ${seconds} s)\n`;
}
