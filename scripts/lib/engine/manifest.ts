/** The parts of an image manifest or index that we go by (Docker schema 2 and OCI). Pure. */
interface Descriptor {
  readonly digest: string;
  readonly size: number;
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string };
}

export type Manifest =
  | { readonly kind: 'index'; readonly manifests: readonly Descriptor[] }
  | { readonly kind: 'image'; readonly config: Descriptor; readonly layers: readonly Descriptor[] };

/** Throws a one-line reason for anything but schema 2 and OCI. */
export function parseManifest(bytes: Uint8Array): Manifest {
  const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as {
    schemaVersion?: number;
    manifests?: readonly Descriptor[];
    config?: Descriptor;
    layers?: readonly Descriptor[];
  };
  if (value.schemaVersion === 2 && value.manifests !== undefined) return { kind: 'index', manifests: value.manifests };
  if (value.schemaVersion === 2 && value.config !== undefined && value.layers !== undefined) {
    return { kind: 'image', config: value.config, layers: value.layers };
  }
  throw new Error('its manifest is neither Docker schema 2 nor OCI');
}

const ARCHITECTURES: Readonly<Record<string, string>> = {
  x64: 'amd64',
  arm: 'arm',
  arm64: 'arm64',
  riscv64: 'riscv64',
};

/** Digest of the index's image for Linux on `nodeArchitecture` (`process.arch`). Throws when there is none. */
export function platformDigest(manifests: readonly Descriptor[], nodeArchitecture: string): string {
  const architecture = ARCHITECTURES[nodeArchitecture] ?? nodeArchitecture;
  const fits = manifests.find(({ platform }) => platform?.os === 'linux' && platform.architecture === architecture);
  if (fits === undefined) throw new Error(`there is no image for linux/${architecture}`);
  return fits.digest;
}

/** Compressed: what a hoster downloads. */
export function imageSize(manifest: Extract<Manifest, { kind: 'image' }>): number {
  return [manifest.config, ...manifest.layers].reduce((sum, { size }) => sum + size, 0);
}
