import { type ChildProcess, spawn } from 'node:child_process';
import { access, mkdir, readdir, readFile, readlink, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { digestOf, putBlob } from '../../scripts/lib/engine/blobs.ts';
import { provideBase } from '../../scripts/lib/engine/building.ts';
import { cgroupHierarchies } from '../../scripts/lib/engine/cgroup.ts';
import type { Engine } from '../../scripts/lib/engine/engine.ts';
import { CACHE_FOLDER, storeFolder } from '../../scripts/lib/engine/paths.ts';
import { reap } from '../../scripts/lib/engine/reaper.ts';
import type { ServedImage } from '../../scripts/lib/engine/registry-view.ts';
import { openUpstream } from '../../scripts/lib/engine/upstream.ts';
import { newId } from '../../scripts/lib/engine/workplace.ts';

export const BASE = 'debian:bookworm-slim';
export const TINY = 'ghcr.io/recipe-commons/tiny:1';
const OWNER = fileURLToPath(import.meta.resolve('./engine-owner.ts'));
const TEST_CACHES = join(CACHE_FOLDER, 'tests');
const HOUR_MS = 3_600_000;
const PROGRAMS = ['/bin/sh', '/bin/cat', '/bin/sleep', '/bin/fallocate'];

/**
 * A new cache folder. Those of killed test runs are cleared: the reaper of the program itself does not know them.
 */
export async function newTestCache(): Promise<string> {
  for (const name of await readdir(TEST_CACHES).catch(() => [])) {
    const abandoned = join(TEST_CACHES, name);
    await reap(abandoned);
    const isIdle = (await engineIds(abandoned)).length === 0;
    const age = Date.now() - (await stat(abandoned)).mtimeMs;
    if (isIdle && age > HOUR_MS) await rm(abandoned, { recursive: true, force: true });
  }
  const cache = join(TEST_CACHES, newId());
  await mkdir(cache, { recursive: true });
  return cache;
}

/** The image, with its digest, that the one service of a swarm is told to run. */
export async function imageOfOnlyService(engine: Engine): Promise<string | undefined> {
  const [service, ...more] = await engine.docker.listServices();
  if (more.length > 0) throw new Error('more than one service');
  const task = service?.Spec?.TaskTemplate;
  return task !== undefined && 'ContainerSpec' in task ? task.ContainerSpec?.Image : undefined;
}

/** A cache of its own for one test file that knows the base image already; the copy is made of links. */
export async function openTestCache(): Promise<{ cache: string; base: ServedImage } & AsyncDisposable> {
  const cache = await newTestCache();
  const upstream = openUpstream(CACHE_FOLDER, []);
  const workshop = { cache: CACHE_FOLDER, upstream, onProgress: () => undefined };
  const { served } = await provideBase(workshop, BASE, AbortSignal.timeout(300_000));
  const kind = served.store === storeFolder(CACHE_FOLDER, 'bases') ? 'bases' : 'images';
  await execa('cp', ['-al', served.store, cache]);
  return {
    cache,
    base: { ...served, store: storeFolder(cache, kind) },
    [Symbol.asyncDispose]: () => rm(cache, { recursive: true, force: true }),
  };
}

/**
 * Puts an image of 2 MB into a store: this machine's own `sh`, `cat`, `sleep` and `fallocate` with the libraries they need. For tests that
 * start many engines and need a container, no matter which.
 */
export async function makeTinyImage(store: string): Promise<ServedImage> {
  const { stdout: libraries } = await execa('ldd', PROGRAMS);
  const files = new Set([...PROGRAMS, ...(libraries.match(/\/\S+(?=\s+\(0x)/g) ?? [])]);
  const { stdout } = await execa('tar', ['-C', '/', '-chf', '-', ...[...files].map((file) => `.${file}`)], {
    encoding: 'buffer',
  });
  const tar = Buffer.from(stdout);
  const layer = gzipSync(tar);
  const config = Buffer.from(
    JSON.stringify({
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      config: { Env: ['PATH=/bin'] },
      rootfs: { type: 'layers', diff_ids: [digestOf(tar)] },
    }),
  );
  const type = (name: string): string => `application/vnd.docker.${name}`;
  const manifest = {
    schemaVersion: 2,
    mediaType: type('distribution.manifest.v2+json'),
    config: {
      mediaType: type('container.image.v1+json'),
      size: config.length,
      digest: await putBlob(store, config),
    },
    layers: [
      { mediaType: type('image.rootfs.diff.tar.gzip'), size: layer.length, digest: await putBlob(store, layer) },
    ],
  };
  const digest = await putBlob(store, Buffer.from(JSON.stringify(manifest)));
  return { reference: TINY, digest, store };
}

/** What of the engine `id` this machine still holds; empty when nothing. `net`: its network namespace. */
export async function traces(cache: string, id: string, net: string | null = null): Promise<readonly string[]> {
  const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n').filter((line) => line.includes(id));
  const { stdout: named } = await execa('ip', ['netns', 'list']);
  const groups = (await cgroupHierarchies()).map((point) => join(point, `rc-${id}`));
  const folders = [
    ...groups,
    `/run/recipe-commons/${id}`,
    join(cache, 'engines', id),
    join(cache, 'engines', `.${id}`),
  ];
  const present = await Promise.all(
    folders.map((path) =>
      access(path).then(
        () => [path],
        () => [],
      ),
    ),
  );
  return [
    ...mounts.map((line) => `mount ${line}`),
    ...named.split('\n').filter((line) => line.includes(id)),
    ...present.flat(),
    ...(await processTraces(id, net)),
  ];
}

async function processTraces(id: string, net: string | null): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [command, environment, theirs] = await Promise.all([
        readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
        readFile(`/proc/${pid}/environ`, 'utf8').catch(() => ''),
        readlink(`/proc/${pid}/ns/net`).catch(() => ''),
      ]);
      const isTrace = command.includes(id) || environment.includes(id) || theirs === net;
      return isTrace ? [`process ${pid} ${command.replaceAll('\0', ' ')}`] : [];
    }),
  );
  return found.flat();
}

/** Ids of the engines that have a folder in `cache`. */
export async function engineIds(cache: string): Promise<readonly string[]> {
  return readdir(join(cache, 'engines')).catch(() => []);
}

/** Starts a program that owns an engine, in a process group of its own, and waits until it says `phase`. */
export async function startOwner(
  cache: string,
  { reference, digest, store }: ServedImage,
  phase: string,
  nodes = 1,
): Promise<ChildProcess> {
  const owner = spawn(process.execPath, [OWNER, cache, reference, digest, store, String(nodes)], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(owner.stdout)) {
    if (line === phase) return owner;
    if (line === 'serving') owner.kill('SIGINT');
  }
  throw new Error(`the owner ended before "${phase}"`);
}

/** What a script had started may live on until the reaper comes; the engine itself may not. */
export async function engineProcesses(cache: string, id: string): Promise<readonly string[]> {
  const found = await traces(cache, id);
  return found.filter((trace) => /^process .*(docker|containerd|node|sleep infinity)/.test(trace));
}
