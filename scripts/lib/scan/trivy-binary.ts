/** Finds a Trivy and learns, once for each binary, who it is and what it understands. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, constants, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { fault, ScanError } from './fault.ts';
import { type Dialect, dialectOf, versionOf } from './trivy-flags.ts';

export interface TrivyBinary {
  readonly path: string;
  readonly version: string;
  /** Hex. */
  readonly sha256: string;
  readonly dialect: Dialect;
}

const PROBE_MS = 60_000;

/** `--trivy PATH`, then $TRIVY, then PATH, then the one that setup has put into the cache. Throws ScanError. */
export async function findTrivy(wanted: {
  readonly option: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly cache: string;
}): Promise<TrivyBinary> {
  const { option, env, cache } = wanted;
  const named = option ?? env.TRIVY;
  if (named !== undefined && named !== '') {
    if (await isExecutable(named)) return await probe(resolve(named), cache);
    throw new ScanError(fault('scanner-missing', `there is no program ${JSON.stringify(named)}`));
  }
  const onPath = (env.PATH ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  for (const path of [...onPath.map((folder) => join(folder, 'trivy')), join(cache, 'trivy/trivy')]) {
    if (await isExecutable(path)) return await probe(path, cache);
  }
  throw new ScanError(fault('scanner-missing', 'there is no Trivy on this machine'));
}

/** Starting it takes seconds, reading it whole half a one: both once for each state of the file. */
async function probe(path: string, cache: string): Promise<TrivyBinary> {
  const { size, mtimeMs } = await stat(path);
  const state = { path, size, mtimeMs };
  const known = join(cache, 'trivy/known.json');
  const stored = await readKnown(known);
  if (stored !== null && JSON.stringify(stored.state) === JSON.stringify(state)) return stored.binary;
  const help = await ask(path, ['image', '--help']);
  const binary = {
    path,
    version: versionOf(await ask(path, ['--version'])),
    sha256: await hash(path),
    dialect: dialect(help),
  };
  await mkdir(join(cache, 'trivy'), { recursive: true });
  await writeFile(`${known}.${process.pid}`, JSON.stringify({ state, binary }));
  await rename(`${known}.${process.pid}`, known);
  return binary;
}

async function readKnown(file: string): Promise<{ readonly state: object; readonly binary: TrivyBinary } | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}

async function ask(path: string, args: readonly string[]): Promise<string> {
  const options = { env: { PATH: '/usr/bin:/bin', HOME: '/nonexistent' }, extendEnv: false, all: true } as const;
  const { exitCode, all } = await execa(path, args, { ...options, reject: false, timeout: PROBE_MS });
  if (exitCode === 0) return all;
  throw new ScanError(
    fault(
      'scanner-unusable',
      `${path} ${args.join(' ')} failed: ${String(all).trim().slice(-200) || 'without a word'}`,
    ),
  );
}

function dialect(help: string): Dialect {
  try {
    return dialectOf(help);
  } catch (error) {
    throw new ScanError(
      fault('scanner-unusable', `this is no Trivy for us: ${error instanceof Error ? error.message : error}`),
    );
  }
}

async function hash(path: string): Promise<string> {
  const sum = createHash('sha256');
  await pipeline(createReadStream(path), sum);
  return sum.digest('hex');
}

async function isExecutable(path: string): Promise<boolean> {
  return await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
