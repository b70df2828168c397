import type { World } from '../canary/canary.ts';

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

/** Runs a program of the recipe in a container: it may take no longer than `limitSeconds`, and its output is cut. */
export async function runForRecipe(
  world: Pick<World, 'engine'>,
  id: string,
  command: readonly string[],
  { limitSeconds, signal, env }: { limitSeconds: number; signal: AbortSignal; env?: readonly string[] },
): Promise<Ended | 'overdue'> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limitSeconds * 1000)]);
  const stopped = new Promise<'overdue'>((resolve) => {
    limit.addEventListener('abort', () => resolve('overdue'), { once: true });
  });
  const ended = await Promise.race([stopped, readTail(execInside(world, id, command, env))]);
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
