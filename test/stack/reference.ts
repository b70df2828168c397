/** `docker stack config`, which reads, fills in, checks, merges and prints compose files as `docker stack deploy` does, without an engine. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';
import { parseDocument, visit } from 'yaml';
import { sideBySide } from '../../scripts/lib/side-by-side.ts';
import type { Answer, Case } from './corpus.ts';

/** Stands for the folder above that of the files in what is recorded. */
const ABOVE = '/srv';
/** Where a case's files are. */
export const FOLDER = `${ABOVE}/recipe`;
export const HOME = '/home/hoster';
/** What a command cannot do without. */
export const SURROUNDINGS = { PATH: process.env.PATH ?? '', HOME };
/** The CLI takes some 30 ms of one processor. */
export const AT_A_TIME = 4;

/** The version of this machine's CLI; null when it has no `stack config` (it came with 25.0). */
export async function clientVersion(): Promise<string | null> {
  const { stdout, exitCode } = await execa('docker', ['stack', 'config', '--help'], { reject: false });
  if (exitCode !== 0 || !stdout.includes('docker stack config')) return null;
  const version = await execa('docker', ['--version'], { reject: false });
  return /version ([^,\s]+)/.exec(version.stdout)?.[1] ?? null;
}

/** What the CLI makes of each case, in their order. */
export async function answersOf(cases: readonly Case[], signal?: AbortSignal): Promise<readonly Answer[]> {
  const root = await mkdtemp(join(tmpdir(), 'stack-'));
  try {
    const numbered = cases.map((each, index) => ({ ...each, folder: join(root, String(index), basename(FOLDER)) }));
    return await sideBySide(numbered, AT_A_TIME, async ({ folder, files, beside, env }) => {
      signal?.throwIfAborted();
      await write(folder, [...files, ...beside]);
      const names = files.map(({ name }) => name);
      return answerIn(folder, names, env);
    });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function write(folder: string, files: Case['files']): Promise<void> {
  for (const { name, text } of files) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

/** What the CLI makes of files in `folder` when it has no other environment than `env`. */
export async function answerIn(folder: string, names: readonly string[], env: Case['env']): Promise<Answer> {
  const args = ['stack', 'config', ...names.flatMap((name) => ['--compose-file', name])];
  const { stdout, stderr, exitCode } = await execa('docker', args, {
    cwd: folder,
    env: { ...SURROUNDINGS, ...env },
    extendEnv: false,
    reject: false,
  });
  const neutral = (text: string) => text.replaceAll(dirname(folder), ABOVE);
  return exitCode === 0 ? { accepted: printedValue(neutral(stdout)) } : { refused: oneLine(neutral(stderr)) };
}

/** A panic prints where it happened below. */
function oneLine(message: string): string {
  const [first = '', ...rest] = message.trim().split('\n');
  return /^panic:/.test(first)
    ? first
    : [first, ...rest]
        .map((line) => line.trim())
        .join(' ')
        .slice(0, 300);
}

/** The CLI's printer takes `1e400` for a text, and its whole numbers have 64 bits. */
function printedValue(printed: string): unknown {
  const document = parseDocument(printed, { intAsBigInt: true });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'bigint')
        node.value = Number.isSafeInteger(Number(node.value)) ? Number(node.value) : String(node.value);
      if (typeof node.value === 'number' && !Number.isFinite(node.value)) node.value = node.source;
    },
  });
  return document.toJS();
}
