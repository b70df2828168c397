/** The files of volumes, as the container beside the stack sees them. */
import { CANARY, type World } from '../canary/canary.ts';
import { type Inside, runInside } from '../canary/containers.ts';
import { said } from '../canary/sql.ts';
import type { DumpFile } from './dump.ts';
import { isMissing } from './hooks.ts';

/** Older than whatever the hooks write. */
const MARK = '/tmp/before-the-hooks';
const MOST_FILES = 200;

export async function markTime(world: World): Promise<void> {
  await ask(world, ['touch', MARK]);
}

/** Sum of the files below each path of a volume, in bytes; canaries are none of the app's. Null: a path is not there. */
export async function bytesOf(world: World, volume: string, paths: readonly string[]): Promise<number | null> {
  const script = `cd "$1" && shift && for path; do [ -e "./$path" ] || exit 9; done
for path; do find "./$path" -xdev -type f ! -name .${CANARY} -printf '%s\\n'; done | awk '{ sum += $1 } END { printf "%.0f", sum }'`;
  const { exitCode, output } = await runInside(world, { id: world.beside }, [
    'sh',
    '-c',
    script,
    'sh',
    root(volume),
    ...paths,
  ]);
  if (exitCode === 9) return null;
  if (exitCode !== 0) throw new Error(`volume ${volume} cannot be measured: ${said({ exitCode, output })}`);
  return Number(output);
}

export interface ChangedFile {
  /** Relative to the volume. */
  readonly path: string;
  readonly bytes: number;
}

/** What was written below `path` since the mark; of many files the first found. */
export async function changedSince(world: World, volume: string, path: string): Promise<readonly ChangedFile[]> {
  const script = `cd "$1" && find "./$2" -xdev -type f -cnewer ${MARK} ! -name .${CANARY} -printf '%s\\t%P\\t%p\\0' | head -z -n ${MOST_FILES}`;
  const output = await ask(world, ['sh', '-c', script, 'sh', root(volume), path]);
  return output.split('\0').flatMap((line) => {
    const [bytes, , found] = line.split('\t');
    return found === undefined ? [] : [{ path: found.replace(/^(?:\.\/)+/, ''), bytes: Number(bytes) }];
  });
}

/** Both ends of it, unpacked; a string says why it cannot be unpacked. */
const ENDS = `
case $(head -c 2 -- "$1" | od -An -tx1 | tr -d ' ') in
  1f8b) gzip -t -- "$1" || exit 9; unpack='gzip -dc' ;;
  *) unpack=cat ;;
esac
echo "$unpack"
$unpack -- "$1" | head -c 4096 | base64 -w 0; echo
$unpack -- "$1" | tail -c 4096 | base64 -w 0`;

export async function readEnds(world: World, volume: string, { path, bytes }: ChangedFile): Promise<DumpFile | string> {
  const ended = await runInside(world, { id: world.beside }, ['sh', '-c', ENDS, 'sh', `${root(volume)}/${path}`]);
  if (ended.exitCode !== 0) return said(ended).replace(/^gzip: \S+: /, 'gzip: ');
  const [unpack, head = '', tail = ''] = ended.output.split('\n');
  const isGzip = unpack !== 'cat';
  return { path, bytes, isGzip, head: Buffer.from(head, 'base64'), tail: Buffer.from(tail, 'base64') };
}

/** What SQLite itself finds wrong with a file; null when nothing. */
export async function sqliteFault(world: World, volume: string, path: string): Promise<string | null> {
  const uri = `file:${encodeURI(`${root(volume)}/${path}`)
    .replaceAll('?', '%3f')
    .replaceAll('#', '%23')}?immutable=1`;
  const ended = await runInside(world, { id: world.beside }, ['sqlite3', '-bail', uri, 'PRAGMA integrity_check']);
  return ended.exitCode === 0 && ended.output.trim() === 'ok' ? null : said(ended);
}

/**
 * What PostgreSQL's own pg_restore finds wrong with an archive, reading all of it where it was written; null when nothing, or
 * when no container that has the volume has the program.
 */
export async function archiveFault(
  world: World,
  containers: readonly Inside[],
  volume: string,
  path: string,
): Promise<{ readonly fault: string | null; readonly looked: boolean }> {
  for (const inside of containers) {
    const mount = Object.entries(inside.mounts).find(([, name]) => name === volume)?.[0];
    if (mount === undefined) continue;
    const ended = await runInside(world, inside, ['pg_restore', '--file=/dev/null', `${mount}/${path}`]);
    if (isMissing(ended, 'pg_restore')) continue;
    return { fault: ended.exitCode === 0 ? null : said(ended), looked: true };
  }
  return { fault: null, looked: false };
}

function root(volume: string): string {
  return `/volumes/${volume}`;
}

async function ask(world: World, command: readonly string[]): Promise<string> {
  const ended = await runInside(world, { id: world.beside }, command);
  if (ended.exitCode !== 0) throw new Error(`beside the stack: ${said(ended)}`);
  return ended.output;
}
