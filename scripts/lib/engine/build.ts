import { createWriteStream } from 'node:fs';
import { lstat, mkdir, readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { packageHosts } from './apt-sources.ts';
import { moveBlob, readBlob, shareBlob } from './blobs.ts';
import { startForward } from './dial.ts';
import { type PrivateEngine, startLocalEngine } from './local.ts';
import { imageSize, parseManifest } from './manifest.ts';
import { startPackageRelay } from './package-relay.ts';
import { startRegistry } from './registry-process.ts';
import { linkLayers, type ServedImage } from './registry-view.ts';

const LIMIT_MS = 20 * 60_000;
const PROXY = '127.0.0.1:3128';
/** Where the finished image goes; started after the build, so that nothing built can write to it. */
const OUTPUT = { host: 'output', address: '127.10.1.1', port: 64999 };
const BUILT = `${OUTPUT.address}:${OUTPUT.port}/built:1`;

export interface BuildJob {
  readonly context: string;
  readonly bases: readonly ServedImage[];
  readonly labels: Readonly<Record<string, string>>;
  readonly log: string;
  readonly cache: string;
  readonly store: string;
  readonly signal: AbortSignal;
}

/** `reason` is what the build said last, in one line. */
export class BuildError extends Error {}

/**
 * Builds a folder with a Dockerfile in a private engine whose only way out leads to package archives, and puts
 * the image into the store. Throws `BuildError` when the build fails.
 */
export async function buildImage(job: BuildJob): Promise<{ digest: string; sizeBytes: number }> {
  await using engine = await startLocalEngine({
    cache: job.cache,
    served: job.bases,
    signal: job.signal,
    purpose: 'build',
  });
  await buildInside(engine, job);
  const storage = join(engine.place.data, 'output');
  for (const base of job.bases) await linkLayers(storage, 'built', base);
  await startRegistry(engine.place, engine.daemon, { ...OUTPUT, folder: storage, writable: true }, job.signal);
  const pushed = await engine.run(`docker push ${BUILT}`, { cwd: job.context, signal: job.signal });
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(pushed.output)?.[1];
  if (pushed.exitCode !== 0 || digest === undefined) throw new Error(`docker push: ${pushed.output.trim()}`);
  await takeBlobs(storage, job.store);
  const manifest = parseManifest(await readBlob(job.store, digest));
  if (manifest.kind === 'index') throw new Error('docker push made an index');
  return { digest, sizeBytes: imageSize(manifest) };
}

async function buildInside(engine: PrivateEngine, job: BuildJob): Promise<void> {
  const socket = join(engine.place.run, 'packages.sock');
  await using relay = await startPackageRelay(socket, await packageHosts());
  await startForward(engine.place, engine.daemon, { from: PROXY, to: socket }, job.signal);
  await mkdir(dirname(job.log), { recursive: true });
  const limit = AbortSignal.timeout(LIMIT_MS);
  const labels = Object.entries(job.labels).map(([name, value]) => `--label '${name}=${value}'`);
  const proxies = ['http_proxy', 'https_proxy'].map((name) => `--build-arg ${name}=http://${PROXY}`);
  const built = await engine.run(
    `docker build --network host --force-rm ${proxies.join(' ')} ${labels.join(' ')} -t ${BUILT} .`,
    // The classic builder uses the engine's own network, and needs no image of its own.
    { cwd: job.context, env: { DOCKER_BUILDKIT: '0' }, signal: AbortSignal.any([job.signal, limit]) },
  );
  const refused = relay.refused.map((line) => `refused, not a package archive of this machine: ${line}`);
  const lines = [...stripVTControlCharacters(built.output).trimEnd().split('\n'), ...new Set(refused)];
  createWriteStream(job.log).end(`${lines.join('\n')}\n`);
  if (built.exitCode !== 0) throw new BuildError(lines.slice(-4).join(' · '));
}

/** Moves what was pushed; layers of the bases are links to a store, which keeps them. */
async function takeBlobs(storage: string, store: string): Promise<void> {
  const folder = join(storage, 'docker/registry/v2/blobs/sha256');
  for (const name of await readdir(folder, { recursive: true })) {
    const found = /^[0-9a-f]{2}\/([0-9a-f]{64})\/data$/.exec(name);
    if (found === null) continue;
    const file = join(folder, name);
    const isLink = (await lstat(file)).isSymbolicLink();
    await (isLink ? shareBlob(store, await realpath(file)) : moveBlob(store, file, `sha256:${found[1]}`));
  }
}
