/** A folder of its own in which the real command runs. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, type Options } from 'execa';
import type { Finding, Report } from '../../scripts/lib/types.ts';

export const COMMAND = join(import.meta.dirname, '../../scripts/lint.ts');
const GOOD = join(import.meta.dirname, '../fixtures/lint/_recipe');

export interface Workplace extends AsyncDisposable {
  readonly root: string;
  write(path: string, text: string): Promise<void>;
  /** The good recipe of the fixtures. */
  copyGood(path: string): Promise<void>;
  lint(...args: readonly string[]): Promise<Outcome>;
  lintWith(options: Options, ...args: readonly string[]): Promise<Outcome>;
  /** What `--format json` prints. */
  reports(...args: readonly string[]): Promise<readonly Report[]>;
}

interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export async function workplace(): Promise<Workplace> {
  const root = await mkdtemp(join(tmpdir(), 'lint-'));
  const lintWith = async (options: Options, ...args: readonly string[]): Promise<Outcome> => {
    const { exitCode, stdout, stderr } = await execa(process.execPath, [COMMAND, ...args], {
      cwd: root,
      reject: false,
      ...options,
    });
    return { exitCode, stdout: String(stdout), stderr: String(stderr) };
  };
  return {
    root,
    lintWith,
    lint: (...args) => lintWith({}, ...args),
    async write(path, text) {
      await mkdir(join(root, path, '..'), { recursive: true });
      await writeFile(join(root, path), text);
    },
    copyGood: (path) => cp(GOOD, join(root, path), { recursive: true }),
    reports: async (...args) => JSON.parse((await lintWith({}, ...args, '--format', 'json')).stdout),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
  };
}

/** `compose.yml:3:12 error image-untagged`. */
export function short({ place, severity, rule }: Finding): string {
  return `${place?.file}:${place?.line}:${place?.column} ${severity} ${rule}`;
}

/** Wrong in one way that no setting mends. */
export const RISKY = `version: "3.8"
services:
  web:
    image: nginx:1.29.1
    privileged: true
`;
