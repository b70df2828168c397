import { setTimeout as sleep } from 'node:timers/promises';
import type Dockerode from 'dockerode';
import { isAlive, isOfThisBoot, type Owner } from './owner.ts';

/** On everything a trial makes on a daemon that is not ours alone: the run's id, and the process it belongs to. */
const RUN_LABEL = 'org.recipe-commons.run';
const OWNER_LABEL = 'org.recipe-commons.owner';
const STACK_LABEL = 'com.docker.stack.namespace';

const POLL_MS = 200;
const LIMIT_MS = 330_000;

export function runLabels(id: string, { boot, pid, startTime }: Owner): Record<string, string> {
  return { [RUN_LABEL]: id, [OWNER_LABEL]: [boot, pid, startTime].join('/') };
}

type Labels = { readonly [name: string]: string } | null | undefined;

interface Found {
  readonly labels: Labels;
  readonly remove: () => Promise<unknown>;
}

/**
 * Removes everything of the run `id`, and nothing else: what carries its label, and what Docker made for its stacks. Tasks take
 * their time, so it is looked again until nothing is left. Throws when something stays.
 */
export async function removeRun(docker: Dockerode, id: string): Promise<void> {
  const deadline = performance.now() + LIMIT_MS;
  for (;;) {
    const left = (await listAll(docker)).filter(({ labels }) => belongsTo(labels, id));
    if (left.length === 0) return;
    if (performance.now() > deadline) throw new Error(`${left.length} things of run ${id} cannot be removed`);
    await Promise.allSettled(left.map(({ remove }) => remove()));
    await sleep(POLL_MS);
  }
}

/** Ids of runs whose process has ended. Of another machine's nobody can tell: `all` takes them for ended, too. */
export async function abandonedRuns(docker: Dockerode, all: boolean): Promise<readonly string[]> {
  const labels = (await listAll(docker)).map((found) => found.labels ?? {});
  const dead = labels.filter((each) => isAbandoned(each[OWNER_LABEL], all)).map((each) => each[RUN_LABEL] ?? '');
  return [...new Set(dead)].filter((id) => id !== '');
}

/** Whether the process named by an owner's label has ended; `otherwise` when this machine cannot know. */
function isAbandoned(label: string | undefined, otherwise: boolean): boolean {
  if (label === undefined) return false;
  const [boot = '', pid, startTime] = label.split('/');
  const owner = { boot, pid: Number(pid), startTime: Number(startTime) };
  return isOfThisBoot(owner) ? !isAlive(owner) : otherwise;
}

function belongsTo(labels: Labels, id: string): boolean {
  return labels?.[RUN_LABEL] === id || labels?.[STACK_LABEL]?.endsWith(`-${id}`) === true;
}

async function listAll(docker: Dockerode): Promise<readonly Found[]> {
  const [services, containers, networks, secrets, configs, { Volumes: volumes }] = await Promise.all([
    ofSwarm(docker.listServices()),
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    ofSwarm(docker.listSecrets()),
    ofSwarm(docker.listConfigs()),
    docker.listVolumes(),
  ]);
  return [
    ...services.map(({ ID, Spec }) => found(Spec?.Labels, () => docker.getService(ID).remove())),
    ...containers.map(({ Id, Labels }) =>
      found(Labels, () => docker.getContainer(Id).remove({ force: true, v: true })),
    ),
    ...networks.map(({ Id, Labels }) => found(Labels, () => docker.getNetwork(Id).remove())),
    ...secrets.map(({ ID, Spec }) => found(Spec?.Labels, () => docker.getSecret(ID).remove())),
    ...configs.map(({ ID, Spec }) => found(Spec?.Labels, () => docker.getConfig(ID).remove())),
    ...volumes.map(({ Name, Labels }) => found(Labels, () => docker.getVolume(Name).remove())),
  ];
}

/** A daemon that is in no swarm has none of them, and says so by 503. */
async function ofSwarm<Thing>(listed: Promise<Thing[]>): Promise<Thing[]> {
  return await listed.catch((error: { statusCode?: number }) => {
    if (error.statusCode === 503) return [];
    throw error;
  });
}

function found(labels: Labels, remove: () => Promise<unknown>): Found {
  return { labels, remove };
}
