/** What Docker itself needs for the steps of each rung: the same commands on the same engines, waited for and not looked at. */
import { setTimeout as sleep } from 'node:timers/promises';
import type Dockerode from 'dockerode';
import type { Engine, EngineProvider, ImageStore } from '../../../scripts/lib/engine/engine.ts';
import { VOLUMES_IMAGE } from '../../../scripts/lib/trial/canary/volumes.ts';
import { keptSecretsCommand, onlyNewSecrets } from '../../../scripts/lib/trial/commands.ts';
import { type AvailableImage, isAvailable, provideImages, provideOwn } from '../../../scripts/lib/trial/images.ts';
import { aliveNodes } from '../../../scripts/lib/trial/nodes.ts';
import { planTrial, type TrialPlan } from '../../../scripts/lib/trial/plan.ts';
import { openRecipeWorkplace } from '../../../scripts/lib/trial/workplace.ts';
import type { Recipe, RungId } from '../../../scripts/lib/types.ts';

export interface Hand {
  readonly recipe: Recipe;
  readonly previous: Recipe;
  readonly provider: EngineProvider;
  readonly store: ImageStore;
  readonly signal: AbortSignal;
}

/** A version that is laid out and can be deployed on any engine. */
interface Ready {
  readonly plan: TrialPlan;
  readonly folder: string;
}

/** `installs`: the three rungs on one engine. */
export type HandRung = 'installs' | Exclude<RungId, 'deploys' | 'answers' | 'removes'>;

/** Milliseconds from before the first engine until after the last, for each rung. */
export async function timeByHand(hand: Hand): Promise<ReadonlyMap<HandRung, number>> {
  const options = { store: hand.store, standIns: false, signal: hand.signal };
  const plan = planTrial(hand.recipe);
  const older = planTrial(hand.previous);
  await using newPlace = await openRecipeWorkplace(hand.recipe, plan);
  await using oldPlace = await openRecipeWorkplace(hand.previous, older);
  const now = { plan, folder: newPlace.folder };
  const before = { plan: older, folder: oldPlace.folder };
  const images: AvailableImage[] = [await provideOwn(VOLUMES_IMAGE, options)];
  for (const each of [now, before]) {
    images.push(...(await provideImages(each.plan, each.folder, options)).filter(isAvailable));
  }
  const start = (nodes = 1) => hand.provider.start({ images, signal: hand.signal, nodes });
  const rungs: { readonly [rung in HandRung]: () => Promise<void> } = {
    async installs() {
      await using engine = await start();
      await deploy(engine, now);
      await remove(engine, now);
      await deploy(engine, kept(now));
    },
    async upgrades() {
      await using engine = await start();
      await deploy(engine, before);
      await deploy(engine, over(now, before));
    },
    async 'rolls-back'() {
      await using engine = await start();
      await deploy(engine, now);
      await breakAll(engine, now);
      await deploy(engine, over(before, now));
    },
    async restores() {
      {
        await using engine = await start();
        await deploy(engine, now);
      }
      await using engine = await start();
      await deploy(engine, kept(now));
      await replaced(engine, now, () => forceAll(engine));
    },
    async recovers() {
      await Promise.all([beaten(await start(), now), nodeLost(await start(3), now)]);
    },
    async isolated() {
      await using engine = await start();
      await deploy(engine, now);
    },
    async rotates() {
      await using engine = await start();
      await deploy(engine, now);
      await replaced(engine, now, () => forceAll(engine));
    },
  };
  const times = new Map<HandRung, number>();
  for (const [rung, climb] of Object.entries(rungs)) {
    const started = performance.now();
    await climb();
    times.set(rung as HandRung, performance.now() - started);
  }
  return times;
}

function kept({ plan, folder }: Ready): Ready {
  const known = keptSecretsCommand(plan.secrets);
  const commands = plan.commands.map((command) => (command.id === 'secrets' && known !== null ? known : command));
  return { plan: { ...plan, commands }, folder };
}

function over({ plan, folder }: Ready, before: Ready): Ready {
  return { plan: onlyNewSecrets(plan, before.plan), folder };
}

async function paste(engine: Engine, { plan, folder }: Ready, ids: readonly string[]): Promise<void> {
  const script = plan.commands.flatMap((command) => (ids.includes(command.id) ? [command.script] : [])).join('\n');
  const { exitCode, output } = await engine.run(script, { cwd: folder, signal: AbortSignal.timeout(300_000) });
  if (exitCode !== 0) throw new Error(output);
}

async function deploy(engine: Engine, ready: Ready): Promise<void> {
  await paste(engine, ready, ['settings', 'network', 'secrets', 'deploy']);
  await until(async () => (await isUpdated(engine)) && (await isUp(engine, ready)));
}

async function remove(engine: Engine, ready: Ready): Promise<void> {
  await paste(engine, ready, ['settings', 'remove']);
  await until(async () => (await containersOf(engine)).length === 0);
}

/** Does it, and waits until other containers run in the place of all that did. */
async function replaced(engine: Engine, ready: Ready, act: () => Promise<unknown>): Promise<void> {
  const before = new Set((await containersOf(engine)).map(({ Id }) => Id));
  await act();
  await until(() => isUp(engine, ready, before));
}

async function forceAll({ docker }: Engine): Promise<void> {
  for (const { ID, Version, Spec } of await docker.listServices()) {
    const { TaskTemplate } = Spec as { readonly TaskTemplate: object };
    const forced = { ...Spec, TaskTemplate: { ...TaskTemplate, ForceUpdate: 1 } };
    await docker.getService(ID).update({ ...forced, version: Version?.Index });
  }
}

async function breakAll(engine: Engine, ready: Ready): Promise<void> {
  const { docker } = engine;
  for (const { ID, Version, Spec } of await docker.listServices()) {
    const { TaskTemplate } = Spec as { readonly TaskTemplate: { readonly ContainerSpec: object } };
    const ContainerSpec = {
      ...TaskTemplate.ContainerSpec,
      Image: VOLUMES_IMAGE.reference,
      Command: ['/no-such-program'],
    };
    const broken = { ...Spec, TaskTemplate: { ...TaskTemplate, ContainerSpec } };
    await docker.getService(ID).update({ ...broken, version: Version?.Index });
  }
  await until(async () => {
    const services = await docker.listServices();
    return services.every((each) => stateOf(each) === 'rollback_completed') && (await isUp(engine, ready));
  });
}

/** Each killed, then all from cold in two orders, as the rung does. */
async function beaten(made: Engine, ready: Ready): Promise<void> {
  await using engine = made;
  await deploy(engine, ready);
  for (const { Id } of await containersOf(engine)) {
    await engine.docker.getContainer(Id).kill();
    await until(() => isUp(engine, ready, new Set([Id])));
  }
  const names = ready.plan.services.map((name) => `${ready.plan.stack}_${name}`);
  for (const order of [names, names.toReversed()]) {
    const scale = (to: number, all: readonly string[]) =>
      engine.run(`docker service scale --detach ${all.map((name) => `${name}=${to}`).join(' ')}`, {
        cwd: ready.folder,
        signal: AbortSignal.timeout(300_000),
      });
    await scale(0, order);
    await until(async () => (await containersOf(engine)).length === 0);
    for (const name of order) await scale(1, [name]);
    await until(() => isUp(engine, ready));
  }
}

/** Its only node dies; then the one that took over is drained. */
async function nodeLost(made: Engine, ready: Ready): Promise<void> {
  await using engine = made;
  const [manager, victim, heir] = engine.nodes;
  await manager?.setAvailability('drain');
  await heir?.setAvailability('drain');
  await deploy(engine, ready);
  await Promise.all(aliveNodes(engine).map((node) => node.setAvailability('active')));
  await replaced(engine, ready, async () => victim?.kill?.());
  const [home] = await homes(engine);
  await replaced(engine, ready, async () => home?.setAvailability('drain'));
}

async function homes(engine: Engine) {
  const nodes = aliveNodes(engine);
  const counts = await Promise.all(nodes.map(async ({ docker }) => (await running(docker)).length));
  return nodes.filter((_, index) => (counts[index] ?? 0) > 0);
}

async function running(docker: Dockerode) {
  return await docker.listContainers({ filters: { label: ['com.docker.stack.namespace'] } });
}

async function containersOf(engine: Engine) {
  return (await Promise.all(aliveNodes(engine).map(({ docker }) => running(docker)))).flat();
}

/** One healthy container of each service, and none of `gone`. */
async function isUp(engine: Engine, { plan }: Ready, gone: ReadonlySet<string> = new Set()): Promise<boolean> {
  const containers = await containersOf(engine);
  const healthy = containers.filter(({ Id, Status }) => Status.includes('(healthy)') && !gone.has(Id));
  const services = new Set(healthy.map(({ Labels }) => Labels['com.docker.swarm.service.name']));
  return services.size === plan.services.length;
}

async function isUpdated({ docker }: Engine): Promise<boolean> {
  return (await docker.listServices()).every((each) => [undefined, 'completed'].includes(stateOf(each)));
}

function stateOf(service: object): string | undefined {
  return (service as { readonly UpdateStatus?: { readonly State?: string } }).UpdateStatus?.State;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(50);
}
