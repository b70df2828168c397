import { demultiplex } from '../log-text.ts';
import { aliveNodes, dockerOf } from '../nodes.ts';
import type { World } from './canary.ts';

/** A container to run programs in. */
export interface Inside {
  readonly id: string;
  readonly service: string;
  readonly env: { readonly [name: string]: string };
  /** Names of the volumes mounted, by the path they are mounted at. */
  readonly mounts: { readonly [path: string]: string };
  readonly processes: readonly string[];
  /** What it was started with: entrypoint and command. */
  readonly command: readonly string[];
}

/** The running container of every service; of several replicas the oldest. */
export async function containersOf({ engine, stack, services }: World): Promise<readonly Inside[]> {
  const found = await Promise.all(
    services.map(async (service) => {
      const filters = { label: [`com.docker.swarm.service.name=${stack}_${service}`], status: ['running'] };
      const listed = aliveNodes(engine).map(async ({ docker }) =>
        (await docker.listContainers({ filters })).map(({ Id, Created }) => ({ docker, Id, Created })),
      );
      const [first] = (await Promise.all(listed)).flat().toSorted((a, b) => a.Created - b.Created);
      return first === undefined ? [] : [await lookInside(first.docker, first.Id, service)];
    }),
  );
  return found.flat();
}

async function lookInside(docker: World['engine']['docker'], id: string, service: string): Promise<Inside> {
  const container = docker.getContainer(id);
  const [inspected, top] = await Promise.all([container.inspect(), container.top({ ps_args: '-eo pid,comm' })]);
  const env = inspected.Config.Env.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  const volumes = inspected.Mounts.flatMap(({ Type, Name, Destination }) =>
    Type === 'volume' && Name !== undefined ? [[Destination, Name]] : [],
  );
  return {
    id,
    service,
    env: Object.fromEntries(env),
    mounts: Object.fromEntries(volumes),
    command: [inspected.Path, ...inspected.Args],
    processes: [...new Set((top.Processes as readonly (readonly string[])[]).map((row) => row.at(-1) ?? ''))],
  };
}

export interface Ran {
  readonly exitCode: number;
  /** stdout and stderr, as far as they were read. */
  readonly output: string;
  readonly stdout: string;
}

/** More than anything asked for here prints; what floods is read on and forgotten. */
const MOST_BYTES = 1024 * 1024;
const LIMIT_MS = 120_000;

/**
 * Runs a program in a container, without a shell. `user`: as the container's own when not given. Throws when the program does
 * not end within `limitMs`; then it runs on, as long as its container.
 */
export async function runInside(
  { engine }: World,
  { id }: Pick<Inside, 'id'>,
  command: readonly string[],
  options: { readonly user?: string; readonly env?: readonly string[]; readonly limitMs?: number } = {},
): Promise<Ran> {
  const docker = await dockerOf(engine, id);
  const exec = await docker.getContainer(id).exec({
    Cmd: [...command],
    AttachStdout: true,
    AttachStderr: true,
    ...(options.user === undefined ? {} : { User: options.user }),
    ...(options.env === undefined ? {} : { Env: [...options.env] }),
  });
  const stream = await exec.start({});
  const limitMs = options.limitMs ?? LIMIT_MS;
  const overdue = new Error(`${command[0]} did not end within ${Math.round(limitMs / 1000)} s`);
  const timer = setTimeout(() => stream.destroy(overdue), limitMs);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes <= MOST_BYTES) chunks.push(chunk);
    }
  } finally {
    clearTimeout(timer);
  }
  const { ExitCode } = await exec.inspect();
  const all = Buffer.concat(chunks);
  return { exitCode: ExitCode ?? 1, output: demultiplex(all), stdout: demultiplex(all, 1) };
}

/** The container of one service, now. Throws when none runs. */
export async function insideOf(world: World, service: string): Promise<Inside> {
  const [inside] = await containersOf({ ...world, services: [service] });
  if (inside === undefined) throw new Error(`no container of service "${service}" runs`);
  return inside;
}

/** The first of `programs` that the container has. */
export async function programOf(
  world: World,
  inside: Pick<Inside, 'id'>,
  programs: readonly string[],
): Promise<string | null> {
  for (const program of programs) {
    const ran = await runInside(world, inside, [program, '--version']).catch(() => null);
    if (ran?.exitCode === 0) return program;
  }
  return null;
}
