import { Worker } from 'node:worker_threads';
import { makeInput } from './inputs.ts';
import { makeRandom } from './random.ts';
import { readReal } from './real.ts';
import type { Message, Task } from './worker.ts';

export interface Fuzzing {
  readonly tried: number;
  readonly faults: readonly { readonly seed: number; readonly kind: string; readonly what: string }[];
  /** The one that took most processor time; null when nothing was tried. */
  readonly slowest: { readonly seed: number; readonly kind: string; readonly cpuMs: number } | null;
}

export interface FuzzOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly most?: number;
  readonly onFault?: (fault: Fuzzing['faults'][number]) => void;
}

/** Far more than the processor time one may take, which the thread itself watches: then it hangs. */
const HANGS_MS = 60_000;
/** Of the heap. A recipe has at most 200 MiB of files, one here a few. */
const MOST_MIB = 512;

/** Tries random inputs from `seed` upwards until the time is over. An input that hangs or eats all memory is a fault, and the next is tried. */
export async function fuzz({ seed, seconds, most = Number.MAX_SAFE_INTEGER, onFault }: FuzzOptions): Promise<Fuzzing> {
  const until = Date.now() + seconds * 1000;
  const faults: Fuzzing['faults'][number][] = [];
  let slowest: Fuzzing['slowest'] = null;
  let tried = 0;
  for (let next = seed; next - seed < most && (tried === 0 || Date.now() < until); ) {
    const last = await runThread({ seed: next, until, most: most - (next - seed) }, (message) => {
      tried++;
      for (const what of message.faults) add({ seed: message.ended, kind: message.kind, what });
      if (slowest === null || message.cpuMs > slowest.cpuMs) {
        slowest = { seed: message.ended, kind: message.kind, cpuMs: message.cpuMs };
      }
    });
    if (last === null) break;
    tried++;
    add(last);
    next = last.seed + 1;
  }
  return { tried, faults, slowest };

  function add(fault: Fuzzing['faults'][number]): void {
    faults.push(fault);
    onFault?.(fault);
  }
}

/** The files of one input, to look at. */
export function inputOf(seed: number): ReturnType<typeof makeInput> {
  return makeInput(makeRandom(seed), readReal());
}

/** Null when the thread did all it was told; else the input that ended it. */
function runThread(
  task: Task,
  onEnded: (message: Extract<Message, { ended: number }>) => void,
): Promise<Fuzzing['faults'][number] | null> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MIB },
  });
  return new Promise((resolve) => {
    let current = { seed: task.seed, kind: 'the start' };
    let why = 'it ended the thread';
    const watch = () =>
      setTimeout(() => {
        why = `it hangs: no end after ${HANGS_MS / 1000} s`;
        void worker.terminate();
      }, HANGS_MS);
    let timer = watch();
    worker.on('message', (message: Message) => {
      clearTimeout(timer);
      timer = watch();
      if ('began' in message) current = { seed: message.began, kind: message.kind };
      else onEnded(message);
    });
    worker.on('error', (error) => {
      why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    });
    worker.on('exit', (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? null : { ...current, what: why });
    });
  });
}
