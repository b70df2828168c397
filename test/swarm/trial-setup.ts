import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Engine, EngineProvider } from '../../scripts/lib/engine/engine.ts';
import { localProvider } from '../../scripts/lib/engine/local.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { runTrial, type TrialOptions } from '../../scripts/lib/trial/run.ts';
import type { Recipe, Rung, RungId, TrialReport } from '../../scripts/lib/types.ts';
import { expectValid } from '../trial/report-schema.ts';

/** Also expects the report to be what its published schema says, so that no test looks at one that is not. */
export function rungOf(report: TrialReport, id: Rung['id']): Rung {
  expectValid(report);
  const rung = report.trial.rungs.find((each) => each.id === id);
  if (rung === undefined) throw new Error(`no rung ${id}: ${JSON.stringify(report.findings)}`);
  return rung;
}

/** `deploys pass, answers pass, removes pass` */
export function ladderOf(report: TrialReport): string {
  return report.trial.rungs.map(({ id, status }) => `${id} ${status}`).join(', ');
}

/** Why each rung is as it is, to be shown when that was not expected. */
export function reasonsOf(report: TrialReport): string {
  return report.trial.rungs.flatMap(({ id, reason }) => (reason === undefined ? [] : `${id}: ${reason}`)).join('\n');
}

/** Where the trials of one file of tests are run; gone after its last test. */
export interface Laboratory {
  readonly root: string;
  /** On one engine for all trials of a recipe, see `sharing`, unless `options` says otherwise. */
  trial(recipe: Recipe, options: Partial<TrialOptions>): Promise<TrialReport>;
  /** Of a trial of nothing else. */
  rung(recipe: Recipe, id: RungId, options?: Partial<TrialOptions>): Promise<Rung>;
}

export function openLaboratory(): Laboratory {
  const root = mkdtempSync(join(tmpdir(), 'laboratory-'));
  const store = openImageStore();
  const shared = new Map<string, EngineProvider & AsyncDisposable>();
  const { signal } = new AbortController();
  afterAll(async () => {
    for (const provider of shared.values()) await provider[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
    await rm(root, { recursive: true });
  });
  const trial: Laboratory['trial'] = (recipe, options) => {
    const provider = shared.get(recipe.name) ?? sharing(localProvider());
    shared.set(recipe.name, provider);
    return runTrial(recipe, { root, store, provider, standIns: false, signal, ...options });
  };
  return {
    root,
    trial,
    rung: async (recipe, id, options) => rungOf(await trial(recipe, { ...options, rungs: [id] }), id),
  };
}

/**
 * One engine for many trials that need the same images, emptied in between: unpacking them anew for each would take most of the
 * time. What must be seen on an engine of its own takes the real provider, and so does what asks for several nodes.
 */
export function sharing(provider: EngineProvider): EngineProvider & AsyncDisposable {
  let engine: Promise<Engine> | null = null;
  return {
    ...provider,
    async start(options) {
      if ((options.nodes ?? 1) > 1) return await provider.start(options);
      engine ??= provider.start(options);
      const shared = await engine;
      return { ...shared, [Symbol.asyncDispose]: () => emptyEngine(shared.docker) };
    },
    async [Symbol.asyncDispose]() {
      await (await engine)?.[Symbol.asyncDispose]();
    },
  };
}

/** Removes all that a trial made; repeated until nothing is left, because swarm takes its time. */
async function emptyEngine(docker: Engine['docker']): Promise<void> {
  for (const { ID } of await docker.listServices()) await docker.getService(ID).remove();
  for (let left = 1; left > 0; ) {
    const containers = await docker.listContainers({ all: true });
    const networks = (await docker.listNetworks()).filter(({ Driver, Ingress }) => Driver === 'overlay' && !Ingress);
    const { Volumes: volumes } = await docker.listVolumes();
    const secrets = await docker.listSecrets();
    const configs = await docker.listConfigs();
    await Promise.allSettled([
      ...containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true })),
      ...networks.map(({ Id }) => docker.getNetwork(Id).remove()),
      ...volumes.map(({ Name }) => docker.getVolume(Name).remove()),
      ...secrets.map(({ ID }) => docker.getSecret(ID).remove()),
      ...configs.map(({ ID }) => docker.getConfig(ID).remove()),
    ]);
    left = containers.length + networks.length + volumes.length + secrets.length + configs.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
