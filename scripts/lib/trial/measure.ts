import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../engine/engine.ts';
import { aliveNodes, type Nodes } from './nodes.ts';

/** What the containers of a stack use at one moment, together. */
export interface Usage {
  /** Without the page cache the kernel would give back at once. */
  readonly memoryBytes: number;
  /** Highest ever, where the kernel counts it (cgroup v1); else what is used now. */
  readonly memoryPeakBytes: number;
  readonly cpuSeconds: number;
}

const NOTHING: Usage = { memoryBytes: 0, memoryPeakBytes: 0, cpuSeconds: 0 };

/** One sample of all running containers of the stack. */
export async function measureStack(engine: Nodes, stack: string): Promise<Usage> {
  const filters = { label: [`com.docker.stack.namespace=${stack}`] };
  const samples = aliveNodes(engine).map(async ({ docker }) => {
    const containers = await docker.listContainers({ filters });
    return await Promise.all(containers.map(({ Id }) => sample(docker, Id)));
  });
  return (await Promise.all(samples)).flat().reduce(add, NOTHING);
}

/** Highest use seen between two calls, for engines that do not count it themselves. */
export interface UsageWatch extends AsyncDisposable {
  readonly peakBytes: () => number;
}

const WATCH_MS = 1000;

/** Samples the stack once a second until disposed. */
export function watchUsage(engine: Nodes, stack: string): UsageWatch {
  const stop = new AbortController();
  let peak = 0;
  const watching = (async () => {
    while (!stop.signal.aborted) {
      const { memoryBytes } = await measureStack(engine, stack).catch(() => NOTHING);
      peak = Math.max(peak, memoryBytes);
      await sleep(WATCH_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();
  return {
    peakBytes: () => peak,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await watching;
    },
  };
}

/** A container that ends while it is asked counts as nothing. */
async function sample(docker: Engine['docker'], id: string): Promise<Usage> {
  const stats = (await docker
    .getContainer(id)
    .stats({ stream: false, 'one-shot': true })
    .catch(() => null)) as RawStats | null;
  const memory = stats?.memory_stats ?? {};
  const cache = memory.stats?.total_inactive_file ?? memory.stats?.inactive_file ?? 0;
  const memoryBytes = Math.max(0, (memory.usage ?? 0) - cache);
  return {
    memoryBytes,
    memoryPeakBytes: Math.max(memoryBytes, memory.max_usage ?? 0),
    cpuSeconds: (stats?.cpu_stats?.cpu_usage?.total_usage ?? 0) / 1e9,
  };
}

function add(a: Usage, b: Usage): Usage {
  return {
    memoryBytes: a.memoryBytes + b.memoryBytes,
    memoryPeakBytes: a.memoryPeakBytes + b.memoryPeakBytes,
    cpuSeconds: a.cpuSeconds + b.cpuSeconds,
  };
}

interface RawStats {
  readonly memory_stats?: {
    readonly usage?: number;
    readonly max_usage?: number;
    readonly stats?: { readonly total_inactive_file?: number; readonly inactive_file?: number };
  };
  readonly cpu_stats?: { readonly cpu_usage?: { readonly total_usage?: number } };
}
