import type { VulnerabilitySeverity } from '../types.ts';

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
  readonly licences: readonly FoundLicence[];
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

/** A licence, whether of a package or of a file that no package brought. */
export interface FoundLicence {
  readonly name: string;
  readonly package: string | null;
  readonly file: string | null;
}

/** Where something that looks like a credential lies; never its text. */
export interface LayerSecret {
  readonly rule: string;
  readonly title: string;
  readonly file: string;
  readonly line: number | null;
  readonly severity: VulnerabilitySeverity;
  readonly layer: string | null;
}
