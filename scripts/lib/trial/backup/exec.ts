import type { World } from '../canary/canary.ts';
import { containersOf } from '../canary/containers.ts';

/** Some bytes that a program wrote; Docker sends both streams in one. */
interface Frame {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Buffer;
}

/** Runs a program in a container and gives what it writes as it comes, and its exit code in the end. */
export async function* execInside(
  { engine: { docker } }: Pick<World, 'engine'>,
  id: string,
  command: readonly string[],
  env: readonly string[] = [],
): AsyncGenerator<Frame, number> {
  const exec = await docker
    .getContainer(id)
    .exec({ Cmd: [...command], Env: [...env], AttachStdout: true, AttachStderr: true });
  yield* framesOf((await exec.start({})) as AsyncIterable<Buffer>);
  return (await exec.inspect()).ExitCode ?? 1;
}

const HEADER_BYTES = 8;

/** Number of the stream, three empty bytes, length, payload. */
async function* framesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.of();
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + rest.readUInt32BE(4);
      if (rest.length < end) break;
      yield { stream: rest[0] === 2 ? 'stderr' : 'stdout', bytes: rest.subarray(HEADER_BYTES, end) };
      rest = rest.subarray(end);
    }
  }
}

export interface Ended {
  readonly exitCode: number;
  /** The last of what it wrote to both streams. */
  readonly output: string;
}

const KEPT_BYTES = 16 * 1024;

export interface Limits {
  readonly limitSeconds: number;
  readonly signal: AbortSignal;
}

/**
 * Runs a program that the recipe names in the container of a service; its output is cut. A string says why it did not come to an
 * end: both the container and the time are the recipe's to provide.
 */
export async function runForRecipe(
  world: World,
  service: string,
  command: readonly string[],
  { limitSeconds, signal }: Limits,
  env: readonly string[] = [],
): Promise<Ended | string> {
  const [inside] = await containersOf({ ...world, services: [service] });
  if (inside === undefined) return 'no container of the service runs';
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limitSeconds * 1000)]);
  const overdue = new Promise<string>((resolve) => {
    limit.addEventListener('abort', () => resolve(`it did not end within ${limitSeconds} s`), { once: true });
  });
  const ended = await Promise.race([overdue, readTail(execInside(world, inside.id, command, env))]);
  signal.throwIfAborted();
  return ended;
}

async function readTail(frames: AsyncGenerator<Frame, number>): Promise<Ended> {
  let tail: Buffer = Buffer.of();
  for (;;) {
    const { done, value } = await frames.next();
    if (done) return { exitCode: value, output: tail.toString('utf8') };
    tail = Buffer.concat([tail, value.bytes]).subarray(-KEPT_BYTES);
  }
}
