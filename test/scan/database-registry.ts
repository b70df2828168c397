import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer as createSocket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { putBlob } from '../../scripts/lib/engine/blobs.ts';
import { writeRegistryView } from '../../scripts/lib/engine/registry-view.ts';
import { type DatabaseKind, FLAWS } from '../../scripts/lib/scan/repository.ts';
import { type KnownFlaw, writeDatabase } from './vulnerability-db.ts';

const LAYERS: { readonly [folder: string]: string } = {
  db: 'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip',
  'java-db': 'application/vnd.aquasec.trivy.javadb.layer.v1.tar+gzip',
};

/** A real registry that serves `layer` as a vulnerability database; `auth`: to nobody without a login. Whoever asks for it ends it. */
export async function serveDatabase(
  cache: string,
  name: string,
  layer: Buffer,
  { auth = false, kind = FLAWS }: { readonly auth?: boolean; readonly kind?: DatabaseKind } = {},
): Promise<{ address: string; stop: () => Promise<void> }> {
  const store = join(cache, `${name}-store`);
  const config = Buffer.from('{}');
  const descriptor = async (bytes: Buffer, mediaType: string) => ({
    ...{ mediaType, digest: await putBlob(store, bytes), size: bytes.length },
    annotations: { 'org.opencontainers.image.title': 'db.tar.gz' },
  });
  const manifest = {
    ...{ schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json' },
    config: await descriptor(config, 'application/vnd.aquasec.trivy.config.v1+json'),
    layers: [await descriptor(layer, LAYERS[kind.folder] ?? '')],
  };
  const digest = await putBlob(store, Buffer.from(JSON.stringify(manifest)));
  const root = join(cache, `${name}-registry`);
  await writeRegistryView(root, [{ reference: `registry.example.org/mirror/trivy-db:${kind.tag}`, digest, store }]);
  const port = await freePort();
  const file = join(cache, `${name}.json`);
  await writeFile(join(cache, 'htpasswd'), `ada:$2y$05$${'a'.repeat(53)}\n`);
  const access = auth ? { auth: { htpasswd: { realm: 'mirror', path: join(cache, 'htpasswd') } } } : {};
  const storage = { filesystem: { rootdirectory: root } };
  await writeFile(
    file,
    JSON.stringify({
      version: '0.1',
      log: { level: 'error' },
      storage,
      http: { addr: `127.0.0.1:${port}` },
      ...access,
    }),
  );
  const registry = spawn('docker-registry', ['serve', file], { stdio: 'ignore' });
  while ((await fetch(`http://127.0.0.1:${port}/v2/`).catch(() => null)) === null) await sleep(50);
  const stop = async () => {
    if (registry.exitCode !== null || registry.signalCode !== null) return;
    registry.kill();
    await once(registry, 'exit');
  };
  return { address: `127.0.0.1:${port}/mirror/trivy-db`, stop };
}

async function freePort(): Promise<number> {
  const socket = createSocket().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const address = socket.address();
  socket.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The artefact's only layer. */
export async function databaseLayer(cache: string, updatedAt: Date, flaws: readonly KnownFlaw[]): Promise<Buffer> {
  const folder = join(cache, `made-${updatedAt.getTime()}`);
  await writeDatabase(folder, flaws, updatedAt);
  const read = (name: string) => readFile(join(folder, 'db', name));
  return await layerOf({ 'trivy.db': await read('trivy.db'), 'metadata.json': await read('metadata.json') });
}

export async function layerOf(files: { readonly [name: string]: Buffer }): Promise<Buffer> {
  const tar = pack();
  for (const [name, bytes] of Object.entries(files)) tar.entry({ name }, bytes);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}
