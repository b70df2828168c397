import { expect } from 'vitest';
import { parse } from 'yaml';
import type { Engine, EngineProvider } from '../../scripts/lib/engine/engine.ts';
import { parseRecipe } from '../../scripts/lib/recipe/parse.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import type { Recipe, Rung, TrialReport } from '../../scripts/lib/types.ts';
import { expectValid } from '../trial/report-schema.ts';

/** A compose file as data, loosely typed: tests change what they know is there. */
// biome-ignore lint/suspicious/noExplicitAny: a test breaks documents in ways no type should allow
export type Loose = any;

/** The same recipe with a changed compose.yml, in memory. `keep`: which of its other files stay. */
export function edited(recipe: Recipe, change: (compose: Loose) => void, keep = (_path: string) => true): Recipe {
  const files = recipe.files
    .filter(({ path }) => keep(path))
    .map((file) => {
      if (file.path !== 'compose.yml') return file;
      const compose = parse(file.content);
      const before = JSON.stringify(compose);
      change(compose);
      expect(JSON.stringify(compose)).not.toBe(before);
      return recipeFile(file.path, Buffer.from(JSON.stringify(compose)), false);
    });
  return parseRecipe({ ...recipe, commit: null, files, findings: [] });
}

/** The recipe as if published before, with the same images; of each service one setting differs, so that there is something to update. */
export function asPublishedBefore(recipe: Recipe, change: (compose: Loose) => void = () => undefined): Recipe {
  return edited(recipe, (compose) => {
    const { labels } = compose.services.app.deploy;
    const at = labels.findIndex((label: string) => label.includes('.version='));
    labels[at] = labels[at].replace(/=.*/, '=0.9.0+1');
    for (const service of Object.values<Loose>(compose.services)) service.stop_grace_period = '9s';
    change(compose);
  });
}

/** As published before, its first volume under another name. */
export function withRenamedVolume(recipe: Recipe): Recipe {
  return asPublishedBefore(recipe, (compose) => {
    const [key = ''] = Object.keys(compose.volumes);
    compose.volumes = { former: compose.volumes[key] };
    compose.services.app.volumes = JSON.parse(JSON.stringify(compose.services.app.volumes).replaceAll(key, 'former'));
  });
}

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
