/** A process with all that it starts, measured from outside as Linux counts it. */
import { readdirSync, readFileSync } from 'node:fs';
import { execa, type Options } from 'execa';

export interface Measured {
  readonly seconds: number;
  /** Of all processors together; what else the machine does makes the seconds longer, not these. */
  readonly cpuSeconds: number;
  /** The most that all of them held at one moment. What two of them share is counted twice. */
  readonly peakBytes: number;
}

const EVERY_MS = 100;
const TICKS = 100;

/** Throws when it fails. */
export async function measureTree(file: string, args: readonly string[], options: Options): Promise<Measured> {
  const started = performance.now();
  const running = execa(file, args, options);
  const cpu = new Map<number, number>();
  let peakBytes = 0;
  const look = setInterval(() => {
    let bytes = 0;
    for (const { pid, rss, ticks } of treeOf(running.pid ?? 0)) {
      bytes += rss;
      cpu.set(pid, Math.max(cpu.get(pid) ?? 0, ticks));
    }
    peakBytes = Math.max(peakBytes, bytes);
  }, EVERY_MS);
  try {
    await running;
  } finally {
    clearInterval(look);
  }
  const ticks = [...cpu.values()].reduce((sum, each) => sum + each, 0);
  return { seconds: (performance.now() - started) / 1000, cpuSeconds: ticks / TICKS, peakBytes };
}

interface Seen {
  readonly pid: number;
  readonly parent: number;
  readonly rss: number;
  readonly ticks: number;
}

function treeOf(root: number): readonly Seen[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? see(Number(name)) : []));
  const members = new Set([root]);
  for (let size = 0; size !== members.size; ) {
    size = members.size;
    for (const { pid, parent } of all) if (members.has(parent)) members.add(pid);
  }
  return all.filter(({ pid }) => members.has(pid));
}

/** Nothing of a process that is gone by now. */
function see(pid: number): readonly Seen[] {
  try {
    // The name of the program may hold spaces and brackets; what follows its last bracket does not.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [, parent = 0] = fields;
    const [user = 0, system = 0] = fields.slice(11, 13);
    const pages = fields[21] ?? 0;
    return [{ pid, parent, rss: pages * 4096, ticks: user + system }];
  } catch {
    return [];
  }
}
