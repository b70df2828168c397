import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine, EngineProvider, ImageStore } from '../../scripts/lib/engine/engine.ts';
import { localProvider, type PrivateEngine } from '../../scripts/lib/engine/local.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { reportFolder } from '../../scripts/lib/report/store.ts';
import { installCommands } from '../../scripts/lib/trial/plan.ts';
import { prettyTrial } from '../../scripts/lib/trial/pretty.ts';
import { runTrial, type TrialOptions } from '../../scripts/lib/trial/run.ts';
import { INSTALLING } from '../../scripts/lib/trial/rung.ts';
import type { Step } from '../../scripts/lib/trial/step.ts';
import type { Recipe, TrialReport } from '../../scripts/lib/types.ts';
import { expectValid } from '../trial/report-schema.ts';
import { edited, type Loose } from './edited.ts';
import { ladderOf, reasonsOf, rungOf, sharing } from './trial-setup.ts';

const RECIPES = ['fossil', 'davical'] as const;
const signal = new AbortController().signal;
const originals = new Map<string, Recipe>();
let root: string;
let standIns: string;
let store: ImageStore;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'trial-'));
  standIns = join(root, 'stand-ins');
  await cp('recipes/fossil/image', join(standIns, 'docker.io/acme/fossil'), { recursive: true });
  store = openImageStore({ standIns });
  for (const name of RECIPES) originals.set(name, await readRecipe(process.cwd(), name));
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

function original(name: string): Recipe {
  const recipe = originals.get(name);
  if (recipe === undefined) throw new Error(`no recipe ${name}`);
  return recipe;
}

async function trial(recipe: Recipe, options: Partial<TrialOptions> = {}): Promise<TrialReport> {
  const own = { root, store, provider: localProvider(), standIns: false, signal, rungs: INSTALLING };
  const report = await runTrial(recipe, { ...own, ...options });
  expectValid(report);
  return report;
}

/** What a packager sees, without colours. */
function screen(report: TrialReport): string {
  return stripVTControlCharacters(prettyTrial(report, 'out', pc.createColors(false)));
}

test.each(RECIPES)('%s deploys, answers and goes without a trace', async (name) => {
  const report = await trial(original(name));
  expect(report.findings).toEqual([]);
  expect(ladderOf(report), reasonsOf(report)).toBe('deploys pass, answers pass, removes pass');
  expect(report).toMatchObject({ verdict: 'pass', looked: 3, trial: { rehearsed: false, edge: { kind: 'haproxy' } } });
  const { measures } = rungOf(report, 'deploys');
  for (const measure of ['secondsToHealthy', 'memoryIdleBytes', 'memoryPeakBytes', 'cpuSeconds', 'imageBytes']) {
    expect(measures[measure], measure).toBeGreaterThan(0);
  }
  expect(measures).toMatchObject({ restarts: 0, ooms: 0 });
  const ran = new Set(report.trial.commands.map(({ script }) => script));
  const notRun = installCommands(original(name)).filter(({ script }) => !ran.has(script));
  expect(notRun.map(({ id }) => id)).toEqual(['image']);
  const folder = reportFolder(root, name, report.subject.version);
  const files = report.trial.rungs.flatMap(({ evidence }) => evidence.flatMap(({ file }) => file ?? []));
  expect(files).toContain('evidence/events.json');
  for (const file of files) expect(existsSync(join(folder, file)), file).toBe(true);
  expect(await readFile(join(folder, 'evidence/log-app.txt'), 'utf8')).not.toBe('\n');
});

interface Breakage {
  readonly what: string;
  readonly change: (app: Loose, compose: Loose) => void;
  readonly rung: 'deploys' | 'answers';
  readonly reason: RegExp;
}

const QUICKLY = { condition: 'any', delay: '500ms' };

const breakages: readonly Breakage[] = [
  {
    what: 'a wrong command',
    change: (app) => Object.assign(app, { entrypoint: ['no-such-program'] }),
    rung: 'deploys',
    reason: /Service "app" failed.*no-such-program/,
  },
  {
    what: 'a missing secret',
    change: (app) => {
      app.deploy.restart_policy = QUICKLY;
      app.secrets = [];
    },
    rung: 'deploys',
    reason: /Service "app" failed with exit code 1, 2 times.*secret \w+ is missing/,
  },
  {
    what: 'a secret nobody declares',
    change: (app) => app.secrets.push('nobody'),
    rung: 'deploys',
    reason: /docker stack deploy failed: .*undefined secret "?nobody/,
  },
  {
    what: 'a failing healthcheck',
    change: (app) => {
      app.healthcheck = { test: ['CMD', 'cat', '/no/such/file'], interval: '500ms', timeout: '2s', retries: 2 };
    },
    rung: 'deploys',
    reason: /Service "app" is unhealthy; its probe says .*No such file/,
  },
  {
    what: 'a port that is taken',
    change: (app) => {
      app.ports = [{ target: 8080, published: 8080, mode: 'host' }];
      app.deploy.replicas = 2;
    },
    rung: 'deploys',
    reason: /Service "app" cannot be placed: .*host-mode port already in use/,
  },
  {
    what: 'a crash loop',
    change: (app) => {
      app.deploy.restart_policy = QUICKLY;
      app.entrypoint = ['sh', '-c', 'echo "::error::no configuration"; exit 3'];
    },
    rung: 'deploys',
    reason: /Service "app" failed with exit code 3, 2 times.*no configuration/,
  },
  {
    what: 'a memory limit that is too small',
    change: (app) => {
      app.deploy.resources.limits.memory = '8M';
      app.entrypoint = ['sh', '-c', 'x=$$(head -c 30000000 /dev/zero | tr "\\0" x); sleep 60'];
    },
    rung: 'deploys',
    reason: /Service "app" ran out of memory: it reached its memory limit of 8 MiB/,
  },
  {
    what: 'a route to the wrong port',
    change: (app) => {
      app.deploy.labels = app.deploy.labels.map((label: string) => label.replace(/server\.port=8080/, 'server.port=9'));
    },
    rung: 'answers',
    reason: /the edge cannot reach app:9; the loadbalancer.server.port label/,
  },
];

describe.each(RECIPES)('%s, broken', (name) => {
  const provider = sharing(localProvider());
  afterAll(() => provider[Symbol.asyncDispose]());

  test.each(breakages)('by $what', async ({ change, rung, reason }) => {
    const report = await trial(
      edited(original(name), (compose) => change(compose.services.app, compose)),
      { provider },
    );
    expect(rungOf(report, rung).reason).toMatch(reason);
    const expected = {
      deploys: 'deploys fail, answers unverified, removes unverified',
      answers: 'deploys pass, answers fail, removes pass',
    };
    expect(ladderOf(report), reasonsOf(report)).toBe(expected[rung]);
    expect(report.verdict).toBe('fail');
    const lines = screen(report).split('\n');
    expect(lines.length).toBeLessThan(45);
    expect(lines.slice(0, 4).join('\n')).toMatch(reason);
    expect(lines.at(-2)).toContain(`npm run trial -- ${name}`);
    expect(lines.join('\n')).not.toContain('::error::');
  });

  test('by an image that is not there, it is unverified and no engine starts', async () => {
    const missing = edited(
      original(name),
      ({ services }) => {
        services.app.image = 'docker.io/acme/no-such-image:1';
      },
      (path) => !path.startsWith('image/app/') && !path.startsWith('image/Dockerfile'),
    );
    const report = await trial(missing, { provider: noProvider });
    expect(report).toMatchObject({ verdict: 'unverified', looked: 0, trial: { engine: null } });
    expect(ladderOf(report), reasonsOf(report)).toBe('deploys unverified, answers unverified, removes unverified');
    expect(rungOf(report, 'deploys').reason).toMatch(/^image not available: docker.io\/acme\/no-such-image:1: ./);
  });

  test('by an image that its registry does not know', async () => {
    const error = 'manifest unknown: the registry has no such image';
    const answering: ImageStore = {
      provide: async ({ reference, services }) => ({ reference, services, available: false, error, missing: true }),
      [Symbol.asyncDispose]: async () => undefined,
    };
    const report = await trial(original(name), { store: answering, provider: noProvider });
    expect(report).toMatchObject({ verdict: 'fail', trial: { engine: null } });
    expect(ladderOf(report), reasonsOf(report)).toBe('deploys fail, answers unverified, removes unverified');
    expect(rungOf(report, 'deploys').reason).toMatch(/^There is no image ghcr.io\/\S+: manifest unknown/);
  });
});

const noProvider: EngineProvider = {
  kind: 'local',
  unavailable: async () => null,
  start: () => Promise.reject(new Error('no engine was wanted')),
};

test('a setting without a value is a fault of the recipe, told without an engine', async () => {
  const report = await trial(original('fossil'), { settings: { DOMAIN: '' }, provider: noProvider });
  expect(rungOf(report, 'deploys')).toMatchObject({ status: 'fail', reason: expect.stringContaining('"DOMAIN"') });
});

test('with a stand-in it is a rehearsal; without it there is no image', async () => {
  const recipe = edited(
    original('fossil'),
    ({ services }) => {
      services.app.image = 'docker.io/acme/fossil:1';
    },
    (path) => !path.startsWith('image/'),
  );
  expect((await trial(recipe, { provider: noProvider })).verdict).toBe('unverified');
  const report = await trial(recipe, { standIns: true });
  expect(ladderOf(report), reasonsOf(report)).toBe('deploys pass, answers pass, removes pass');
  expect(report.trial).toMatchObject({ rehearsed: true, images: [{ source: 'stand-in' }] });
});

test('what stays behind is named', async () => {
  const provider = changed((engine) => ({
    run: (script, options) =>
      engine.run(script.includes('stack rm') ? `${script}\ndocker volume create stray` : script, options),
  }));
  const report = await trial(original('fossil'), { provider });
  expect(ladderOf(report), reasonsOf(report)).toBe('deploys pass, answers pass, removes fail');
  expect(rungOf(report, 'removes').reason).toBe('Removed, and this stayed: volume stray.');
});

test('a daemon that dies is our fault, never the recipe’s', async () => {
  const provider = changed((engine) => ({
    async run(script, options) {
      if (script.includes('stack deploy')) await (engine as PrivateEngine).daemon.kill();
      return await engine.run(script, options);
    },
  }));
  const report = await trial(original('fossil'), { provider });
  expect(report).toMatchObject({
    verdict: 'broken',
    findings: expect.arrayContaining([
      expect.objectContaining({ message: 'the private Docker daemon ended (signal SIGKILL)' }),
    ]),
  });
  expect(ladderOf(report), reasonsOf(report)).toBe('deploys unverified, answers unverified, removes unverified');
});

test('an interrupted trial throws what interrupted it', async () => {
  const interrupted = new AbortController();
  const onStep = ({ doing }: Step) => {
    if (doing === 'deploys') interrupted.abort(new Error('enough'));
  };
  await expect(trial(original('fossil'), { signal: interrupted.signal, onStep })).rejects.toThrow('enough');
});

/** Real engines with some of their methods replaced. */
function changed(change: (engine: Engine) => Partial<Engine>): EngineProvider {
  const provider = localProvider();
  return {
    ...provider,
    async start(options) {
      const engine = await provider.start(options);
      return { ...engine, ...change(engine), [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() };
    },
  };
}
