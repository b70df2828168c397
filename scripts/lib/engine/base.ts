import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { debianArchive } from './apt-sources.ts';
import { digestOfFile, moveBlob, putBlob } from './blobs.ts';
import type { Provenance } from './provenance.ts';
import { fullName, type Reference } from './reference.ts';
import { runTool } from './tool.ts';
import { openWorkplace } from './workplace.ts';

const SCRIPT = join(import.meta.dirname, 'debootstrap.sh');
const LIMIT_MS = 15 * 60_000;
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The Debian suite an image name stands for, when debootstrap can make it: `debian:bookworm-slim` → `bookworm`. */
export function suiteOf({ host, path, tag, digest }: Reference): string | null {
  const suite = /^([a-z]+)-slim$/.exec(tag ?? '')?.[1];
  return host === 'docker.io' && path === 'library/debian' && digest === null && suite !== undefined ? suite : null;
}

export function canDebootstrap(suite: string): boolean {
  return existsSync(`/usr/share/debootstrap/scripts/${suite}`);
}

/** Makes Debian's slim base image from packages, into `store`. Throws with debootstrap's last line. */
export async function makeBase(
  reference: Reference,
  suite: string,
  where: { readonly cache: string; readonly store: string; readonly signal: AbortSignal },
): Promise<Provenance> {
  await using work = await openWorkplace(where.cache);
  const tar = join(work.data, 'root.tar');
  await bootstrap({ suite, folder: work.data, tar, signal: where.signal });
  const gzip = join(work.data, 'layer.tar.gz');
  await pipeline(createReadStream(tar), createGzip(), createWriteStream(gzip));
  const [diffId, layerDigest, { size }] = await Promise.all([digestOfFile(tar), digestOfFile(gzip), stat(gzip)]);
  await moveBlob(where.store, gzip, layerDigest);
  const config = Buffer.from(JSON.stringify(imageConfig(diffId)));
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: {
        mediaType: 'application/vnd.docker.container.image.v1+json',
        size: config.length,
        digest: await putBlob(where.store, config),
      },
      layers: [{ mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', size, digest: layerDigest }],
    }),
  );
  return {
    reference: fullName(reference),
    digest: await putBlob(where.store, manifest),
    sizeBytes: config.length + size,
    origin: 'debootstrap',
    context: null,
    notes: [`base debian:${reference.tag} made by debootstrap`],
    madeAt: new Date().toISOString(),
  };
}

async function bootstrap(job: { suite: string; folder: string; tar: string; signal: AbortSignal }): Promise<void> {
  const archive = await debianArchive();
  const stdout = new PassThrough();
  const written = pipeline(stdout, createWriteStream(job.tar));
  const result = await runTool(
    [
      ...['unshare', '--mount', '--pid', '--fork', '--mount-proc', '--propagation', 'private', '--kill-child=KILL'],
      ...['sh', SCRIPT, job.suite, archive, job.folder],
    ],
    { stdout, signal: AbortSignal.any([job.signal, AbortSignal.timeout(LIMIT_MS)]) },
  );
  await written;
  if (result.exitCode === 0) return;
  const last = result.output.trim().split('\n').at(-1);
  throw new Error(`debootstrap ${job.suite} from ${archive}: ${last}`);
}

function imageConfig(diffId: string): object {
  return {
    architecture: ARCHITECTURES[process.arch] ?? process.arch,
    os: 'linux',
    created: '1970-01-01T00:00:00Z',
    config: { Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'], Cmd: ['bash'] },
    rootfs: { type: 'layers', diff_ids: [diffId] },
    history: [{ created: '1970-01-01T00:00:00Z', created_by: 'debootstrap --variant=minbase' }],
  };
}
