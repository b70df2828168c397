/** What an image holds as CycloneDX 1.5, made from the scan itself: asking the scanner again would double its cost. Pure. */
import type { ImageScan, Package } from './image-scan.ts';

export interface SbomSubject {
  readonly digest: string;
  readonly scanner: { readonly name: string; readonly version: string };
}

/** Deterministic: the same scan gives the same bytes. */
export function cycloneDx(scan: ImageScan, { digest, scanner }: SbomSubject): string {
  const components = scan.packages
    .map((each) => ({ reference: purlOf(each, scan), each }))
    .toSorted((a, b) => (a.reference < b.reference ? -1 : 1));
  const seen = new Map<string, number>();
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: scanner.name, version: scanner.version }] },
      component: {
        type: 'container',
        'bom-ref': digest,
        name: digest,
        hashes: [{ alg: 'SHA-256', content: digest.slice('sha256:'.length) }],
      },
    },
    components: components.map(({ reference, each }) => {
      const count = (seen.get(reference) ?? 0) + 1;
      seen.set(reference, count);
      return component(each, reference, count === 1 ? reference : `${reference}#${count}`);
    }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function component({ name, version, licences, layer, path, type }: Package, purl: string, reference: string): object {
  const properties = [
    { name: 'recipe-commons:type', value: type },
    ...(layer === null ? [] : [{ name: 'recipe-commons:layer', value: layer }]),
    ...(path === null ? [] : [{ name: 'recipe-commons:path', value: path }]),
  ];
  return {
    type: 'library',
    'bom-ref': reference,
    name,
    version,
    ...(licences.length === 0 ? {} : { licenses: licences.map((each) => ({ license: { name: each } })) }),
    purl,
    properties,
  };
}

const SYSTEMS: { readonly [type: string]: string } = {
  debian: 'deb',
  ubuntu: 'deb',
  alpine: 'apk',
  wolfi: 'apk',
  redhat: 'rpm',
  rocky: 'rpm',
  alma: 'rpm',
  fedora: 'rpm',
};
const LANGUAGES: { readonly [type: string]: string } = {
  'node-pkg': 'npm',
  npm: 'npm',
  yarn: 'npm',
  'python-pkg': 'pypi',
  pip: 'pypi',
  gobinary: 'golang',
  gomod: 'golang',
  gemspec: 'gem',
  bundler: 'gem',
  composer: 'composer',
  rustbinary: 'cargo',
  cargo: 'cargo',
  jar: 'maven',
};

/** The scanner's own package URL, or one made from what it says. */
function purlOf({ purl, type, name, version, architecture }: Package, { system }: ImageScan): string {
  if (purl !== null) return purl;
  const at = `@${encodeURIComponent(version)}`;
  const ofSystem = SYSTEMS[type];
  if (ofSystem !== undefined) {
    const where = new URLSearchParams({
      ...(architecture === null ? {} : { arch: architecture }),
      ...(system === null ? {} : { distro: `${system.family}-${system.name}` }),
    });
    return `pkg:${ofSystem}/${type}/${encodeURIComponent(name)}${at}?${where}`;
  }
  const path = name
    .split(type === 'jar' ? ':' : '/')
    .map(encodeURIComponent)
    .join('/');
  return `pkg:${LANGUAGES[type] ?? 'generic'}/${path}${at}`;
}

/** Where it lies, beside the report. */
export function sbomName(digest: string): string {
  return `sbom/${digest.replace(':', '-').slice(0, 'sha256-'.length + 16)}.cdx.json`;
}
