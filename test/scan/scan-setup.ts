/** Images and a recipe for scans: real image bytes, put together without an engine. */
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { digestOf, putBlob } from '../../scripts/lib/engine/blobs.ts';
import { storeFolder } from '../../scripts/lib/engine/paths.ts';
import { writeProvenance } from '../../scripts/lib/engine/provenance.ts';
import { parseReference } from '../../scripts/lib/engine/reference.ts';
import { parseRecipe } from '../../scripts/lib/recipe/parse.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import type { Recipe } from '../../scripts/lib/types.ts';

export interface Contents {
  readonly [path: string]: string;
}

/** Puts an image with these layers into the store of `cache`, and returns its digest. */
export async function makeImage(cache: string, reference: string, layers: readonly Contents[]): Promise<string> {
  const store = storeFolder(cache, 'images');
  const tars = await Promise.all(layers.map(tarOf));
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      created: '1970-01-01T00:00:00Z',
      config: { Cmd: ['true'] },
      rootfs: { type: 'layers', diff_ids: tars.map(digestOf) },
      history: tars.map(() => ({ created: '1970-01-01T00:00:00Z', created_by: 'test' })),
    }),
  );
  const packed = tars.map((tar) => gzipSync(tar));
  const descriptors = await Promise.all(
    packed.map(async (bytes) => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
      digest: await putBlob(store, bytes),
      size: bytes.length,
    })),
  );
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: await putBlob(store, config),
      size: config.length,
    },
    layers: descriptors,
  };
  const digest = await putBlob(store, Buffer.from(JSON.stringify(manifest)));
  const made = {
    reference,
    digest,
    sizeBytes: 1,
    origin: 'pull',
    context: null,
    notes: [],
    madeAt: '2026-01-01T00:00:00Z',
  };
  await writeProvenance(store, parseReference(reference), { ...made, origin: 'pull' });
  return digest;
}

async function tarOf(contents: Contents): Promise<Buffer> {
  const tar = pack();
  for (const [name, text] of Object.entries(contents)) tar.entry({ name, mtime: new Date(0) }, text);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** What a distribution's image says of itself and its packages. */
export function debian(release: string, packages: readonly string[]): Contents {
  const status = packages.map((each) => {
    const [name, version] = each.split(' ');
    return `Package: ${name}\nStatus: install ok installed\nPriority: optional\nArchitecture: amd64\nVersion: ${version}\n`;
  });
  return {
    'etc/debian_version': `${release}.0\n`,
    'etc/os-release': `ID=debian\nVERSION_ID="${release}"\nPRETTY_NAME="Debian GNU/Linux ${release}"\n`,
    'var/lib/dpkg/status': `${status.join('\n')}\n`,
  };
}

/** A recipe with nothing to it but images, waivers and what else is given. */
export function recipeOf(
  images: { readonly [service: string]: string },
  { waivers = [], version = '1.0.0+1', files = {} }: { waivers?: object[]; version?: string; files?: Contents } = {},
): Recipe {
  const services = Object.fromEntries(
    Object.entries(images).map(([service, image]) => [
      service,
      { image, ...(service === 'app' ? { deploy: { labels: [`coop-cloud.\${STACK_NAME}.version=${version}`] } } : {}) },
    ]),
  );
  const metadata = {
    title: 'Wiki',
    summary: 'A wiki of the tests',
    category: 'wiki',
    licence: 'MIT',
    website: 'https://example.org',
    upstream: { repository: 'https://example.org/wiki' },
    maintainers: [{ name: 'tests', contact: 'tests@example.org' }],
    waivers,
  };
  const all = {
    'compose.yml': JSON.stringify({ services }, null, 2),
    'recipe.yml': JSON.stringify(metadata, null, 2),
    ...files,
  };
  const read = Object.entries(all).map(([path, text]) => recipeFile(path, Buffer.from(text), false));
  return parseRecipe({ name: 'wiki', folder: 'recipes/wiki', commit: null, files: read, findings: [] });
}
