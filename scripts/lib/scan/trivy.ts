/** Runs Trivy: over one image or folder on this machine, or to fetch its database. Everything else is decided elsewhere. */
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { outwardEnvironment } from '../engine/tool.ts';
import { fault, faultOf, ScanError } from './fault.ts';
import type { DatabaseKind, DatabaseRepository } from './repository.ts';
import type { TrivyBinary } from './trivy-binary.ts';
import { databaseArguments, scanArguments, secretArguments } from './trivy-flags.ts';

/** A report of more bytes is nobody's image but somebody's attack. */
const REPORT_BYTES = 256 * 1024 * 1024;

export interface TrivyOptions {
  readonly binary: TrivyBinary;
  /** Folder of its database and of what it knows of layers. */
  readonly cache: string;
  readonly limitSeconds: number;
  readonly signal: AbortSignal;
}

/** The report of the image in the layout `input`, as text. Throws ScanError; never takes a failure for a clean image. */
export async function runTrivy(input: string, options: TrivyOptions): Promise<string> {
  return await report(input, scanArguments, options);
}

/** The same of the files in the folder `input`, about credentials only. */
export async function runTrivyOnFiles(input: string, options: TrivyOptions): Promise<string> {
  return await report(input, secretArguments, options);
}

async function report(input: string, argumentsOf: typeof scanArguments, options: TrivyOptions): Promise<string> {
  const { binary, cache, limitSeconds, signal } = options;
  const output = join(input, '..', 'trivy.json');
  await rm(output, { force: true });
  await run(binary.path, argumentsOf(binary.dialect, { input, cache, output, limitSeconds }), limitSeconds, signal);
  return await readReport(output);
}

/** Fetches a database into the cache `cache`. Throws ScanError. */
export async function runTrivyDownload(
  kind: DatabaseKind,
  source: DatabaseRepository,
  options: TrivyOptions,
): Promise<void> {
  const { binary, cache, limitSeconds, signal } = options;
  const args = databaseArguments(binary.dialect, cache, kind, source);
  await run(binary.path, args, limitSeconds, signal, outwardEnvironment());
}

async function run(
  file: string,
  args: readonly string[],
  limitSeconds: number,
  signal: AbortSignal,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const result = await execa(file, args, {
    // It obeys a trivy.yaml, .trivyignore and trivy-secret.yaml where it runs: a pull request could bring them.
    cwd: '/',
    // Nothing of ours: tokens in the environment would be read by it.
    env: { PATH: '/usr/bin:/bin', HOME: '/nonexistent', LANG: 'C.UTF-8', ...env },
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    reject: false,
    // Its own limit comes first, and says more.
    timeout: (limitSeconds + 15) * 1000,
    cancelSignal: signal,
    forceKillAfterDelay: 2000,
    maxBuffer: 1024 * 1024,
  });
  signal.throwIfAborted();
  if (result.exitCode === 0 && !result.failed) return;
  const { exitCode = null, timedOut, all = '' } = result;
  throw new ScanError(faultOf({ exitCode, timedOut, killed: result.signal === 'SIGKILL' && !timedOut }, all));
}

async function readReport(file: string): Promise<string> {
  const handle = await open(file).catch(() => null);
  if (handle === null) throw new ScanError(fault('scanner-failed', 'the scanner said it was done and wrote no report'));
  await using closing = handle;
  const { size } = await closing.stat();
  if (size > REPORT_BYTES) throw new ScanError(fault('scanner-failed', `the scanner's report has ${size} bytes`));
  return await closing.readFile('utf8');
}
