import { spawn } from 'node:child_process';
import { KnownError } from '../command.ts';

export interface GitResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Runs git in `root`, never through a shell, deaf to the caller's GIT_* variables (a hook sets them) and without writing an
 * index. Resolves whatever the exit code. Throws KnownError when git is missing.
 */
export function git(root: string, args: readonly string[], input = ''): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { cwd: root, env: environment(), stdio: ['pipe', 'pipe', 'pipe'] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) => reject('code' in error && error.code === 'ENOENT' ? missing() : error));
    child.on('close', (code) => {
      resolve({ exitCode: code ?? 1, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() });
    });
    // Git that ends early closes the pipe; its exit code tells why.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Like `git`, for calls that cannot fail in a sound repository. Returns what it printed. */
export async function gitOutput(root: string, args: readonly string[], input = ''): Promise<Buffer> {
  const { exitCode, stdout, stderr } = await git(root, args, input);
  if (exitCode === 0) return stdout;
  const help = 'Check the repository with: git fsck';
  throw new KnownError(`git ${args[0]} failed: ${stderr.trim().split('\n')[0] ?? ''}`, help);
}

/**
 * Contents of blobs by object id, with one `git cat-file --batch`. Those over `limit` bytes and those that are no blobs are
 * left out, never loaded.
 */
export async function readBlobs(
  root: string,
  ids: Iterable<string>,
  limit: number,
): Promise<ReadonlyMap<string, Buffer>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const sizes = await gitOutput(root, ['cat-file', '--batch-check'], `${wanted.join('\n')}\n`);
  const readable = sizes
    .toString()
    .split('\n')
    .flatMap((line) => {
      const [id = '', type, size] = line.split(' ');
      return type === 'blob' && Number(size) <= limit ? [id] : [];
    });
  if (readable.length === 0) return new Map();
  return splitBatch(await gitOutput(root, ['cat-file', '--batch'], `${readable.join('\n')}\n`));
}

/** `<id> blob <size>\n<bytes>\n`, again and again. */
function splitBatch(output: Buffer): ReadonlyMap<string, Buffer> {
  const blobs = new Map<string, Buffer>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const [id = '', , size] = output.toString('latin1', at, end).split(' ');
    const start = end + 1;
    blobs.set(id, output.subarray(start, start + Number(size)));
    at = start + Number(size) + 1;
  }
  return blobs;
}

function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return { ...Object.fromEntries(inherited), GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
}

function missing(): KnownError {
  return new KnownError('git is not installed', 'Install it, e.g. with: apt-get install git');
}
