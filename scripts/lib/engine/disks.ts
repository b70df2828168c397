/**
 * Disks with images already unpacked. Unpacking costs more than all else of a small trial, and the result is always the
 * same: so it is done once, on an engine that is stopped in order, and every engine that needs these images starts with
 * a copy of its disk.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { PrivateEngine } from './local.ts';
import { takeLock } from './lock.ts';
import { stopNamespaces } from './namespace.ts';
import type { EnginePlace } from './paths.ts';
import { parseReference } from './reference.ts';
import type { ServedImage } from './registry-view.ts';
import { isInstalled } from './requirements.ts';
import { until } from './wait.ts';

/** More than this is not kept: the disks used longest ago go first. */
const KEPT_BYTES = 12 * 1024 ** 3;

const LIMIT_MS = 60_000;

/** Changes whenever disks made before must not be used any more. */
const FORMAT = 2;

/** The file in an engine's folder that is its disk. */
export function diskOf(place: EnginePlace): string {
  return join(place.data, 'disk');
}

/** Whether this machine can mount a file as a disk at all. */
function canMountFiles(): boolean {
  return existsSync('/dev/loop-control') && isInstalled('mkfs.ext4');
}

/**
 * The file of a disk with exactly `served` unpacked, made by `start` when there is none yet; null where files cannot be
 * mounted. Throws what `start` throws, and when an image cannot be pulled from our own registry.
 */
export async function provideDisk(
  cache: string,
  served: readonly ServedImage[],
  options: { readonly start: () => Promise<PrivateEngine>; readonly signal: AbortSignal },
): Promise<string | null> {
  if (served.length === 0 || !canMountFiles()) return null;
  const folder = disksFolder(cache);
  const key = await diskKey(served);
  const disk = join(folder, key);
  await using _lock = await takeLock(cache, `disk ${key}`, options.signal);
  if (existsSync(disk)) {
    const now = new Date();
    await utimes(disk, now, now);
    return disk;
  }
  await using engine = await options.start();
  if (!existsSync(diskOf(engine.place))) return null;
  await Promise.all(served.map((image) => pull(engine, image, options.signal)));
  await stopNamespaces(engine.daemon);
  await until(async () => ((await isMounted(diskOf(engine.place))) ? null : true), {
    limitMs: LIMIT_MS,
    signal: options.signal,
    tooLate: () => new Error(`the disk of engine ${engine.id} stays mounted`),
  });
  await mkdir(folder, { recursive: true });
  await rename(diskOf(engine.place), disk);
  return disk;
}

/** Deletes the disks used longest ago, as far as they are too many. */
export async function sweepDisks(cache: string, keptBytes = KEPT_BYTES): Promise<void> {
  const folder = disksFolder(cache);
  const names = await readdir(folder).catch(() => []);
  const disks = await Promise.all(names.map(async (name) => ({ name, ...(await stat(join(folder, name))) })));
  let total = 0;
  for (const { name, blocks } of disks.toSorted((a, b) => b.mtimeMs - a.mtimeMs)) {
    total += blocks * 512;
    if (total > keptBytes) await rm(join(folder, name), { force: true });
  }
}

function disksFolder(cache: string): string {
  return join(cache, 'disks');
}

/** The images by content, and the daemon that unpacked them. */
async function diskKey(served: readonly ServedImage[]): Promise<string> {
  const { size, mtimeMs } = await stat('/usr/sbin/dockerd').catch(() => ({ size: 0, mtimeMs: 0 }));
  const names = served.map(pullName).toSorted();
  return createHash('sha256')
    .update(JSON.stringify([FORMAT, size, mtimeMs, names]))
    .digest('hex')
    .slice(0, 32);
}

function pullName({ reference, digest }: ServedImage): string {
  const { host, path } = parseReference(reference);
  return `${host}/${path}@${digest}`;
}

async function pull(engine: PrivateEngine, image: ServedImage, signal: AbortSignal): Promise<void> {
  const { exitCode, output } = await engine.run(`docker pull --quiet '${pullName(image)}'`, { cwd: '/', signal });
  if (exitCode !== 0) throw new Error(`unpacking ${image.reference}: ${output.trim().split('\n').at(-1)}`);
}

/** A loop device lets go of its file only after the last mount of it is gone. */
async function isMounted(file: string): Promise<boolean> {
  const devices = (await readdir('/sys/block')).filter((name) => name.startsWith('loop'));
  const files = devices.map((name) => readFile(`/sys/block/${name}/loop/backing_file`, 'utf8').catch(() => ''));
  return (await Promise.all(files)).some((backing) => backing.trim() === file);
}
