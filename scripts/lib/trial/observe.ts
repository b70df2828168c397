import type { Json, Retry } from '../types.ts';
import { dockerOf, type Nodes } from './nodes.ts';
import type { Observation, ObservedCommand, ObservedEvent, ObservedService, ObservedTask } from './observation.ts';
import { isMishap, plainError } from './task-fault.ts';

/** Watches one stack. Made before deploying: what only events tell is never told again. */
export interface Observer extends AsyncDisposable {
  /** All services and tasks of the stack, now. */
  snapshot(): Promise<Observation>;
  /** Everything so far, oldest first. */
  readonly events: readonly ObservedEvent[];
  /** What was run, as far as it was noted. */
  readonly commands: readonly ObservedCommand[];
  readonly note: (command: ObservedCommand) => void;
}

const STACK = 'com.docker.stack.namespace';
const ACTIONS = ['start', 'die', 'kill', 'oom', 'health_status', 'destroy'];

/** Resolves once the engine streams its events. `onRetry`: told of each task that swarm had to start again for Docker's sake. */
export async function observeStack(
  engine: Nodes,
  stack: string,
  onRetry: (retry: Retry) => void = () => undefined,
): Promise<Observer> {
  const { docker } = engine;
  const label = [`${STACK}=${stack}`];
  const events: ObservedEvent[] = [];
  const commands: ObservedCommand[] = [];
  const killed = new Map<string, boolean>();
  const mishaps = new Set<string | null>();
  const streams = await Promise.all(
    engine.nodes.map((node) => node.docker.getEvents({ filters: { type: ['container'], event: ACTIONS, label } })),
  );
  for (const stream of streams) {
    stream.on(
      'data',
      splitLines((line) => void readEvent(engine, stack, line).then((event) => events.push(event))),
    );
    stream.on('error', () => undefined);
  }
  return {
    events,
    commands,
    note: (command) => void commands.push(command),
    async snapshot() {
      const [services, tasks, nodes] = await Promise.all([
        docker.listServices({ filters: { label } }),
        docker.listTasks({ filters: { label } }) as Promise<RawTask[]>,
        countNodes(engine),
      ]);
      const observed = tasks.map(readTask);
      for (const { containerId, error } of observed.filter(isMishap)) {
        if (!mishaps.has(containerId)) onRetry({ step: 'starting a container', reason: plainError(error), times: 1 });
        mishaps.add(containerId);
      }
      for (const { containerId, exitCode } of observed) {
        if (exitCode !== 137 || containerId === null || killed.has(containerId)) continue;
        killed.set(containerId, await wasOomKilled(engine, containerId));
      }
      return {
        services: (services as unknown as RawService[]).map((service) => readService(service, stack)),
        tasks: observed.map((task) => ({ ...task, oomKilled: killed.get(task.containerId ?? '') ?? false })),
        nodes,
      };
    },
    async [Symbol.asyncDispose]() {
      for (const stream of streams) (stream as unknown as { destroy(): void }).destroy();
    },
  };
}

/** How many nodes take tasks. */
async function countNodes(engine: Nodes): Promise<number> {
  if (engine.nodes.length < 2) return 1;
  const nodes = (await engine.docker.listNodes()) as readonly RawNode[];
  return nodes.filter(({ Status, Spec }) => Status.State === 'ready' && Spec.Availability === 'active').length;
}

/** Calls back for each whole line of a stream of chunks. */
function splitLines(each: (line: string) => void): (chunk: Buffer) => void {
  let rest = '';
  return (chunk) => {
    const lines = `${rest}${chunk.toString('utf8')}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') each(line);
  };
}

async function readEvent(engine: Nodes, stack: string, line: string): Promise<ObservedEvent> {
  const { Action, Actor, timeNano } = JSON.parse(line) as RawEvent;
  const service = Actor.Attributes['com.docker.swarm.service.name'];
  const exit = Actor.Attributes.exitCode;
  return {
    at: Math.floor(timeNano / 1e6),
    action: Action,
    containerId: Actor.ID,
    service: service === undefined ? null : shortName(service, stack),
    exitCode: exit === undefined ? null : Number(exit),
    probe: Action === 'health_status: unhealthy' ? await lastProbe(engine, Actor.ID) : null,
  };
}

async function lastProbe(engine: Nodes, id: string): Promise<string | null> {
  const inspected = await inspect(engine, id);
  return inspected?.State.Health?.Log?.at(-1)?.Output ?? null;
}

async function wasOomKilled(engine: Nodes, id: string): Promise<boolean> {
  return (await inspect(engine, id))?.State.OOMKilled ?? false;
}

async function inspect(engine: Nodes, id: string) {
  const docker = await dockerOf(engine, id);
  return await docker
    .getContainer(id)
    .inspect()
    .catch(() => null);
}

function readService(service: RawService, stack: string): ObservedService {
  const { TaskTemplate, Mode, Name } = service.Spec;
  const restarts = TaskTemplate.RestartPolicy?.Condition ?? 'any';
  const update = service.UpdateStatus;
  return {
    id: service.ID,
    name: shortName(Name, stack),
    replicas: Mode.Replicated?.Replicas ?? (Mode.Global === undefined ? 'job' : 'global'),
    restarts: restarts === 'none' || restarts === 'on-failure' ? restarts : 'any',
    image: TaskTemplate.ContainerSpec.Image,
    memoryLimitBytes: TaskTemplate.Resources?.Limits?.MemoryBytes ?? null,
    forceUpdate: TaskTemplate.ForceUpdate ?? 0,
    containerSpec: TaskTemplate.ContainerSpec as Json,
    hasHealthcheck: (TaskTemplate.ContainerSpec.Healthcheck?.Test ?? ['NONE'])[0] !== 'NONE',
    stopGraceMs: (TaskTemplate.ContainerSpec.StopGracePeriod ?? 10e9) / 1e6,
    updatedAt: Date.parse(service.UpdatedAt),
    update:
      update?.State === undefined
        ? null
        : { state: update.State, startedAt: Date.parse(update.StartedAt ?? ''), message: update.Message ?? '' },
  };
}

function readTask(task: RawTask): ObservedTask {
  const { ContainerStatus: container } = task.Status;
  return {
    id: task.ID,
    serviceId: task.ServiceID,
    slot: task.Slot ?? task.NodeID ?? '',
    nodeId: task.NodeID || null,
    createdAt: Date.parse(task.CreatedAt),
    desired: task.DesiredState,
    state: task.Status.State,
    since: Date.parse(task.Status.Timestamp),
    error: task.Status.Err ?? '',
    exitCode: task.Status.State === 'running' ? null : (container?.ExitCode ?? null),
    containerId: container?.ContainerID || null,
    forceUpdate: task.Spec.ForceUpdate ?? 0,
    containerSpec: task.Spec.ContainerSpec,
    oomKilled: false,
  };
}

function shortName(name: string, stack: string): string {
  return name.startsWith(`${stack}_`) ? name.slice(stack.length + 1) : name;
}

// What the engine's API says, as far as it is read; the types of dockerode leave much of it out.

interface RawEvent {
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: { readonly [name: string]: string } };
  readonly timeNano: number;
}

interface RawService {
  readonly ID: string;
  readonly UpdatedAt: string;
  readonly Spec: {
    readonly Name: string;
    readonly Mode: { readonly Replicated?: { readonly Replicas: number }; readonly Global?: object };
    readonly TaskTemplate: {
      readonly ContainerSpec: {
        readonly Image: string;
        readonly Healthcheck?: { readonly Test?: readonly string[] };
        /** Nanoseconds. */
        readonly StopGracePeriod?: number;
      };
      readonly RestartPolicy?: { readonly Condition?: string };
      readonly Resources?: { readonly Limits?: { readonly MemoryBytes?: number } };
      readonly ForceUpdate?: number;
    };
  };
  readonly UpdateStatus?: { readonly State?: string; readonly StartedAt?: string; readonly Message?: string };
}

interface RawNode {
  readonly Spec: { readonly Availability: string };
  readonly Status: { readonly State: string };
}

interface RawTask {
  readonly ID: string;
  readonly ServiceID: string;
  readonly NodeID?: string;
  readonly Slot?: number;
  readonly CreatedAt: string;
  readonly DesiredState: string;
  readonly Spec: { readonly ContainerSpec: Json; readonly ForceUpdate?: number };
  readonly Status: {
    readonly State: string;
    readonly Timestamp: string;
    readonly Err?: string;
    readonly ContainerStatus?: { readonly ContainerID?: string; readonly ExitCode?: number };
  };
}
