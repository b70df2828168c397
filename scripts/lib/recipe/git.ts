import { execFile } from 'node:child_process';
import { KnownError } from '../command.ts';

interface GitResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Runs git in `root`, never through a shell, deaf to the caller's GIT_* variables (a hook sets them) and without writing an
 * index. Resolves whatever the exit code; rejects when git is missing or prints more than 256 MiB.
 */
export function git(root: string, args: readonly string[]): Promise<GitResult> {
  const options = { cwd: root, env: gitEnvironment(), encoding: 'buffer', maxBuffer: 256 * 1024 * 1024 } as const;
  return new Promise((resolve, reject) => {
    execFile('git', args, options, (error, stdout, stderr) => {
      if (error === null) resolve({ exitCode: 0, stdout, stderr: stderr.toString() });
      else if (typeof error.code === 'number') resolve({ exitCode: error.code, stdout, stderr: stderr.toString() });
      else reject(error.code === 'ENOENT' ? noGit() : error);
    });
  });
}

/** Also for processes that are started elsewhere. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return { ...Object.fromEntries(inherited), GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
}

export function noGit(): KnownError {
  return new KnownError('git is not installed', 'Install it, e.g. apt-get install git.');
}
