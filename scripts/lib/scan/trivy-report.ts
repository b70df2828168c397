/** Trivy's JSON, of every release → what we go by. Fields come and go; what is found in a report is here, or counted as unknown. Pure. */
import type { Json, VulnerabilitySeverity } from '../types.ts';
import type { FoundLicence, ImageScan, LayerSecret, Package, Vulnerability } from './image-scan.ts';
import { listOf, mapOf, parseJson, type Raw, textOf, textsOf } from './trivy-json.ts';

const SEVERITIES: readonly VulnerabilitySeverity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'];

/** Keys of a result that are read here, or say nothing of their own. */
const KNOWN = new Set([
  'Target',
  'Class',
  'Type',
  'Packages',
  'Vulnerabilities',
  'Secrets',
  'Licenses',
  'MisconfSummary',
  'ExperimentalModifiedFindings',
]);

/** Throws a one-line reason for what is no report of an image. */
export function readTrivyReport(text: string): ImageScan {
  const value = parseJson(text);
  // Before schema 2 a report was the bare list of results.
  const report: Raw = Array.isArray(value) ? { SchemaVersion: 1, Results: value } : mapOf(value);
  if (typeof report.SchemaVersion !== 'number') throw new Error('it has no SchemaVersion');
  if (report.SchemaVersion > 2) throw new Error(`its schema version ${report.SchemaVersion} is newer than this tool`);
  const metadata = mapOf(report.Metadata);
  const results = listOf(report, 'Results');
  const licences = results.flatMap((result) => foundIn(result, 'Licenses', 'license').flatMap(licenceOf));
  const ofPackage = Map.groupBy(licences, (each) => each.package);
  return {
    imageId: textOf(metadata.ImageID),
    system: systemOf(metadata, results),
    layers: layersOf(metadata),
    packages: results.flatMap((result) =>
      listOf(result, 'Packages').map((each) => packageOf(each, result, ofPackage.get(textOf(each.Name)) ?? [])),
    ),
    vulnerabilities: sorted(
      results.flatMap((result) =>
        foundIn(result, 'Vulnerabilities', 'vulnerability').map((each) => vulnerabilityOf(each, result)),
      ),
    ),
    secrets: results.flatMap((result) => foundIn(result, 'Secrets', 'secret').map((each) => secretOf(each, result))),
    licences,
    unknown: unknownOf(results),
  };
}

/** What was found, and what the scanner was told to keep quiet about: which of them count is for our policy to say. */
function foundIn(result: Raw, key: string, type: string): readonly Raw[] {
  const kept = listOf(result, 'ExperimentalModifiedFindings').filter(({ Type }) => Type === type);
  return [...listOf(result, key), ...kept.map(({ Finding }) => mapOf(Finding))];
}

/** By class and key, how many parts of the report nobody reads here. */
function unknownOf(results: readonly Raw[]): ImageScan['unknown'] {
  const unknown = new Map<string, number>();
  const count = (kind: string, parts: number) => {
    if (parts > 0) unknown.set(kind, (unknown.get(kind) ?? 0) + parts);
  };
  for (const result of results) {
    const of = textOf(result.Class) ?? 'no class';
    for (const [key, part] of Object.entries(result)) {
      if (!KNOWN.has(key) && part !== null) count(`${of}: ${key}`, Array.isArray(part) ? part.length : 1);
    }
    for (const { Type } of listOf(result, 'ExperimentalModifiedFindings')) {
      const type = textOf(Type) ?? 'no type';
      if (!/^(?:vulnerability|secret|license)$/.test(type)) count(`${of}: suppressed ${type}`, 1);
    }
  }
  return Object.fromEntries(unknown);
}

/** Of schema 1 it stands only in the name of what was scanned: `alpine:3.9 (alpine 3.9.4)`. */
function systemOf({ OS }: Raw, results: readonly Raw[]): ImageScan['system'] {
  const { Family, Name, EOSL } = mapOf(OS);
  const family = textOf(Family);
  if (family !== null && family !== 'none') return { family, name: textOf(Name) ?? '', endOfLife: EOSL === true };
  for (const { Class, Target } of results) {
    const [, named, release] = /\(([a-z]+) ([^()]+)\)$/.exec(textOf(Target) ?? '') ?? [];
    const isSystem = Class === undefined || Class === 'os-pkgs';
    if (isSystem && named !== undefined && release !== undefined)
      return { family: named, name: release, endOfLife: false };
  }
  return null;
}

function layersOf({ DiffIDs, Layers, ImageConfig }: Raw): readonly string[] {
  const listed = Array.isArray(Layers) ? Layers.flatMap((each) => textOf(mapOf(each).DiffID) ?? []) : [];
  const configured = textsOf(mapOf(mapOf(ImageConfig).rootfs).diff_ids);
  return [textsOf(DiffIDs), listed, configured].find((each) => each.length > 0) ?? [];
}

function packageOf(raw: Raw, { Type }: Raw, found: readonly FoundLicence[]): Package {
  return {
    name: textOf(raw.Name) ?? '',
    version: versionOf(raw),
    type: textOf(Type) ?? '',
    architecture: textOf(raw.Arch),
    licences: [...new Set([...textsOf(raw.Licenses), ...found.map(({ name }) => name)])].sort(),
    purl: textOf(mapOf(raw.Identifier).PURL),
    path: textOf(raw.FilePath),
    layer: layerOf(raw),
  };
}

/** Debian and RPM keep epoch, version and release apart. */
function versionOf({ Epoch, Version, Release }: Raw): string {
  const epoch = typeof Epoch === 'number' && Epoch > 0 ? `${Epoch}:` : '';
  const release = textOf(Release);
  return `${epoch}${textOf(Version) ?? ''}${release === null ? '' : `-${release}`}`;
}

function vulnerabilityOf(raw: Raw, { Class, Target }: Raw): Vulnerability {
  return {
    // One without a name is no less a flaw.
    id: textOf(raw.VulnerabilityID) ?? textsOf(raw.VendorIDs)[0] ?? 'without a name',
    package: textOf(raw.PkgName) ?? '',
    installed: textOf(raw.InstalledVersion) ?? '',
    fixedIn: textOf(raw.FixedVersion),
    severity: severityOf(raw.Severity),
    title: (textOf(raw.Title) ?? textOf(raw.Description) ?? '').slice(0, 200),
    url: textOf(raw.PrimaryURL),
    layer: layerOf(raw),
    path: textOf(raw.PkgPath) ?? (Class === 'lang-pkgs' ? textOf(Target) : null),
    status: textOf(raw.Status),
    purl: textOf(mapOf(raw.PkgIdentifier).PURL),
    published: textOf(raw.PublishedDate),
  };
}

function secretOf(raw: Raw, { Target }: Raw): LayerSecret {
  return {
    rule: textOf(raw.RuleID) ?? '',
    title: textOf(raw.Title) ?? '',
    file: textOf(Target) ?? '',
    line: typeof raw.StartLine === 'number' ? raw.StartLine : null,
    severity: severityOf(raw.Severity),
    layer: layerOf(raw),
  };
}

function licenceOf({ Name, PkgName, FilePath }: Raw): readonly FoundLicence[] {
  const name = textOf(Name);
  return name === null ? [] : [{ name, package: textOf(PkgName), file: textOf(FilePath) }];
}

function severityOf(value: Json | undefined): VulnerabilitySeverity {
  const upper = String(value ?? '').toUpperCase();
  return SEVERITIES.find((each) => each === upper) ?? 'UNKNOWN';
}

/** Worst first, then by package and id: the same report gives the same order. */
function sorted(found: readonly Vulnerability[]): readonly Vulnerability[] {
  const rank = ({ severity }: Vulnerability) => SEVERITIES.indexOf(severity);
  const key = (each: Vulnerability) => `${each.package} ${each.id} ${each.path ?? ''}`;
  return found.toSorted((a, b) => rank(a) - rank(b) || (key(a) < key(b) ? -1 : 1));
}

/** By its unpacked content; the oldest releases know another digest, or the name alone. */
function layerOf({ Layer, LayerID }: Raw): string | null {
  const { DiffID, Digest } = mapOf(Layer);
  return textOf(DiffID) ?? textOf(Digest) ?? textOf(LayerID);
}
