/** Trivy's JSON → what we go by. Lenient in what it takes: fields come and go between releases. Pure. */
import type { Json, VulnerabilitySeverity } from '../types.ts';

/** What one image holds, whoever uses it. Plain and JSON-safe: it is what the cache keeps. */
export interface ImageScan {
  /** Digest of the image's configuration, as the scanner saw it; null when it does not say. */
  readonly imageId: string | null;
  readonly system: { readonly family: string; readonly name: string; readonly endOfLife: boolean } | null;
  /** Layers from the lowest up, as digests of their unpacked content. */
  readonly layers: readonly string[];
  readonly packages: readonly Package[];
  readonly vulnerabilities: readonly Vulnerability[];
  readonly secrets: readonly LayerSecret[];
  /** Parts of the report that this reader does not know, by their class: counted, so that nothing is lost in silence. */
  readonly unknown: { readonly [kind: string]: number };
}

export interface Package {
  readonly name: string;
  readonly version: string;
  /** `debian`, `npm`, … */
  readonly type: string;
  readonly architecture: string | null;
  readonly licences: readonly string[];
  readonly purl: string | null;
  readonly path: string | null;
  readonly layer: string | null;
}

export interface Vulnerability {
  readonly id: string;
  readonly package: string;
  readonly installed: string;
  /** Null: nobody has repaired it yet. */
  readonly fixedIn: string | null;
  readonly severity: VulnerabilitySeverity;
  readonly title: string;
  readonly url: string | null;
  readonly layer: string | null;
  readonly path: string | null;
  /** The distribution's own word, e.g. `will_not_fix`. */
  readonly status: string | null;
  readonly purl: string | null;
  /** ISO 8601: when it became known. */
  readonly published: string | null;
}

const SEVERITIES: readonly VulnerabilitySeverity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'];

/** Where something that looks like a credential lies; never its text. */
export interface LayerSecret {
  readonly rule: string;
  readonly title: string;
  readonly file: string;
  readonly line: number | null;
  readonly severity: VulnerabilitySeverity;
  readonly layer: string | null;
}

type Raw = { readonly [key: string]: Json };

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
]);

/** Throws a one-line reason for what is no report of an image. */
export function readTrivyReport(text: string): ImageScan {
  const value = parse(text);
  // Before schema 2 a report was the bare list of results.
  const report: Raw = Array.isArray(value) ? { SchemaVersion: 1, Results: value } : mapOf(value);
  if (typeof report.SchemaVersion !== 'number') throw new Error('it has no SchemaVersion');
  if (report.SchemaVersion > 2) throw new Error(`its schema version ${report.SchemaVersion} is newer than this tool`);
  if (report.Results !== undefined && report.Results !== null && !Array.isArray(report.Results)) {
    throw new Error('its Results are no list');
  }
  const metadata = mapOf(report.Metadata);
  const results = listOf(report.Results);
  const unknown = new Map<string, number>();
  for (const result of results) {
    for (const [key, part] of Object.entries(result)) {
      if (KNOWN.has(key) || part === null || (Array.isArray(part) && part.length === 0)) continue;
      const kind = `${textOf(result.Class) ?? 'no class'}: ${key}`;
      unknown.set(kind, (unknown.get(kind) ?? 0) + (Array.isArray(part) ? part.length : 1));
    }
  }
  const os = mapOf(metadata.OS);
  return {
    imageId: textOf(metadata.ImageID),
    system:
      textOf(os.Family) === null
        ? null
        : { family: textOf(os.Family) ?? '', name: textOf(os.Name) ?? '', endOfLife: os.EOSL === true },
    layers: Array.isArray(metadata.DiffIDs) ? metadata.DiffIDs.filter((each) => typeof each === 'string') : [],
    packages: results.flatMap((result) => listOf(result.Packages).map((each) => packageOf(each, result, results))),
    vulnerabilities: sorted(results.flatMap((result) => listOf(result.Vulnerabilities).flatMap(vulnerabilityOf))),
    secrets: results.flatMap((result) => listOf(result.Secrets).map((each) => secretOf(each, result))),
    unknown: Object.fromEntries(unknown),
  };
}

function parse(text: string): Json {
  if (text.trim() === '') throw new Error('it is empty');
  if (/^\s*</.test(text)) throw new Error('it is a web page, no JSON');
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new Error('it is cut off or no JSON');
  }
}

function packageOf(raw: Raw, { Type }: Raw, results: readonly Raw[]): Package {
  const name = textOf(raw.Name) ?? '';
  const found = results
    .flatMap(({ Class, Licenses }) => (Class === 'license' ? listOf(Licenses) : []))
    .filter(({ PkgName }) => PkgName === name)
    .flatMap(({ Name }) => textOf(Name) ?? []);
  const own = Array.isArray(raw.Licenses) ? raw.Licenses.filter((each) => typeof each === 'string') : [];
  return {
    name,
    version: versionOf(raw),
    type: textOf(Type) ?? '',
    architecture: textOf(raw.Arch),
    licences: [...new Set([...own, ...found])].sort(),
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

function vulnerabilityOf(raw: Raw): readonly Vulnerability[] {
  const id = textOf(raw.VulnerabilityID);
  if (id === null) return [];
  return [
    {
      id,
      package: textOf(raw.PkgName) ?? '',
      installed: textOf(raw.InstalledVersion) ?? '',
      fixedIn: textOf(raw.FixedVersion),
      severity: severityOf(raw.Severity),
      title: (textOf(raw.Title) ?? textOf(raw.Description) ?? '').slice(0, 200),
      url: textOf(raw.PrimaryURL),
      layer: layerOf(raw),
      path: textOf(raw.PkgPath),
      status: textOf(raw.Status),
      purl: textOf(mapOf(raw.PkgIdentifier).PURL),
      published: textOf(raw.PublishedDate),
    },
  ];
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

function layerOf({ Layer }: Raw): string | null {
  return textOf(mapOf(Layer).DiffID);
}

function mapOf(value: Json | undefined): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}

function listOf(value: Json | undefined): readonly Raw[] {
  return Array.isArray(value) ? value.map(mapOf) : [];
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
