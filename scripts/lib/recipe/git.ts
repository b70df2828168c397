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

export interface BlobReader extends Disposable {
  /** Contents by object id; those over `limit` bytes and those that are no blobs are left out and never held. */
  read(ids: Iterable<string>, limit: number): Promise<ReadonlyMap<string, Buffer>>;
}

/** One `git cat-file --batch` for several questions: it starts while the first is not yet known. One question at a time. */
export function openBlobs(root: string): BlobReader {
  const child = spawn('git', ['cat-file', '--batch'], {
    cwd: root,
    env: environment(),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let waiting: { take: (chunk: Buffer) => boolean; done: () => void; fail: (error: Error) => void } | null = null;
  let failure: Error | null = null;
  const fail = (error: Error) => {
    failure ??= error;
    waiting?.fail(failure);
  };
  child.on('error', (error) => fail('code' in error && error.code === 'ENOENT' ? missing() : error));
  child.on('close', () => fail(new KnownError('git cat-file ended early', 'Check the repository with: git fsck')));
  child.stdin.on('error', () => {});
  child.stdout.on('data', (chunk: Buffer) => {
    if (waiting?.take(chunk) === true) waiting.done();
  });
  return {
    read(ids, limit) {
      const wanted = [...new Set(ids)];
      if (wanted.length === 0) return Promise.resolve(new Map());
      if (failure !== null) return Promise.reject(failure);
      const answer = batchAnswer(wanted.length, limit);
      return new Promise((resolve, reject) => {
        waiting = { take: answer.take, done: () => resolve(answer.blobs), fail: reject };
        child.stdin.write(`${wanted.join('\n')}\n`);
      });
    },
    [Symbol.dispose]() {
      waiting = null;
      child.stdin.end();
      child.stdout.destroy();
      child.kill();
    },
  };
}

/** Takes the output of `git cat-file --batch` as it comes; `take` is true once `count` objects were answered. */
function batchAnswer(
  count: number,
  limit: number,
): { readonly blobs: ReadonlyMap<string, Buffer>; readonly take: (chunk: Buffer) => boolean } {
  const blobs = new Map<string, Buffer>();
  let answered = 0;
  let head = '';
  /** Of the object whose content comes: bytes still to come with the line end behind them, and what is kept of them. */
  let content: { readonly id: string; readonly kept: Buffer[] | null; left: number } | null = null;
  const take = (chunk: Buffer): boolean => {
    for (let at = 0; at < chunk.length; ) {
      if (content === null) {
        const end = chunk.indexOf('\n', at);
        head += chunk.toString('latin1', at, end === -1 ? chunk.length : end);
        if (end === -1) break;
        at = end + 1;
        const [id = '', type = '', size] = head.split(' ');
        head = '';
        if (size === undefined) answered++;
        else content = { id, kept: type === 'blob' && Number(size) <= limit ? [] : null, left: Number(size) + 1 };
        continue;
      }
      const part = chunk.subarray(at, at + content.left);
      content.kept?.push(part);
      content.left -= part.length;
      at += part.length;
      if (content.left > 0) break;
      if (content.kept !== null) blobs.set(content.id, Buffer.concat(content.kept).subarray(0, -1));
      content = null;
      answered++;
    }
    return answered === count;
  };
  return { blobs, take };
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
