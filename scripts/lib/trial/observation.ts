import type { Json } from '../types.ts';

/** What was seen of a stack at one moment. Plain, so that a real one can be recorded and judged again. */
export interface Observation {
  readonly services: readonly ObservedService[];
  readonly tasks: readonly ObservedTask[];
  /** How many nodes a global service must run on. */
  readonly nodes: number;
}

export interface ObservedService {
  readonly id: string;
  /** Without the stack's name: `app`. */
  readonly name: string;
  readonly replicas: number | 'global' | 'job';
  /** What swarm does when a task ends: after `none` and, on exit 0, `on-failure` it leaves it at that. */
  readonly restarts: 'any' | 'on-failure' | 'none';
  readonly image: string;
  readonly memoryLimitBytes: number | null;
  readonly forceUpdate: number;
  readonly containerSpec: Json;
  readonly hasHealthcheck: boolean;
  /** What swarm gives a task between TERM and KILL. */
  readonly stopGraceMs: number;
  /** Milliseconds since 1970, like every time here. */
  readonly updatedAt: number;
  readonly update: { readonly state: string; readonly startedAt: number; readonly message: string } | null;
}

export interface ObservedTask {
  readonly id: string;
  readonly serviceId: string;
  /** Replica it stands for; the node's id for global services. */
  readonly slot: number | string;
  /** Null as long as it has none. */
  readonly nodeId: string | null;
  readonly createdAt: number;
  readonly desired: string;
  readonly state: string;
  readonly since: number;
  /** '' when there is none. */
  readonly error: string;
  readonly exitCode: number | null;
  readonly containerId: string | null;
  readonly forceUpdate: number;
  readonly containerSpec: Json;
  /** From the container's own state, which alone knows it; only looked up for exit 137. */
  readonly oomKilled: boolean;
}

/** A command of the plan that was run. */
export interface ObservedCommand {
  readonly at: number;
  readonly id: string;
  readonly exitCode: number;
  readonly durationMs: number;
}

export interface ObservedEvent {
  readonly at: number;
  /** `oom`, `die`, `health_status: unhealthy`, … as Docker names it. */
  readonly action: string;
  readonly containerId: string;
  /** Without the stack's name; null for a container of no service. */
  readonly service: string | null;
  readonly exitCode: number | null;
  /** Output of the last health probe, only with `health_status: unhealthy`. */
  readonly probe: string | null;
}
