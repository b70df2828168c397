import type { Report } from './report.ts';

export type VulnerabilitySeverity = 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'UNKNOWN';

/** Whose a part of an image is: the recipe's own, the image's maker's, or of the distribution both build on. */
export type Owner = 'ours' | 'upstream' | 'base';

/** One known flaw in one package of an image, and what was made of it. */
export interface ScannedVulnerability {
  readonly id: string;
  readonly package: string;
  readonly installed: string;
  /** Null: nobody has repaired it yet. */
  readonly fixedIn: string | null;
  readonly severity: VulnerabilitySeverity;
  readonly title: string;
  readonly url: string | null;
  readonly owner: Owner;
  /** Not in the version before; null when that one could not be looked at. */
  readonly isNew: boolean | null;
  /** Known to be used in attacks; null when nobody could tell. */
  readonly exploited: boolean | null;
  /** `waived` and `not-affected` carry their reason. */
  readonly status: 'open' | 'waived' | 'not-affected';
  readonly reason?: string;
}

interface ScannedSecret {
  readonly title: string;
  readonly file: string;
  readonly line: number | null;
  readonly owner: Owner;
}

/** What was found in one image, by its digest. */
export interface ScannedImage {
  readonly reference: string;
  readonly services: readonly string[];
  readonly digest: string;
  readonly system: { readonly family: string; readonly name: string; readonly endOfLife: boolean } | null;
  readonly packages: number;
  /** Worst and repairable ones first. */
  readonly vulnerabilities: readonly ScannedVulnerability[];
  readonly secrets: readonly ScannedSecret[];
  /** Licences that the policy denies, with the packages under them. */
  readonly denied: readonly { readonly licence: string; readonly packages: readonly string[] }[];
  /** Parts of the scanner's report that we do not know, counted. */
  readonly unknown: { readonly [kind: string]: number };
  /** CycloneDX, beside the report. */
  readonly sbom: string;
}

export interface ScanReport extends Report {
  readonly step: 'scan';
  readonly scan: {
    readonly scanner: { readonly name: string; readonly version: string; readonly sha256: string } | null;
    readonly database: { readonly version: number; readonly updatedAt: string } | null;
    /** Until when its database counts as fresh, by the policy; null when nothing was scanned. ISO 8601. */
    readonly freshUntil: string | null;
    /** Of the policy that judged, sha256. */
    readonly policy: string;
    /** The published version it is compared with, or why there is none. */
    readonly against: { readonly version: string } | { readonly none: string };
    readonly images: readonly ScannedImage[];
    /** Flaws that the version before had and this one has not. */
    readonly fixed: readonly { readonly id: string; readonly package: string }[];
    /** Looking again did not work: since when, and why. What the report says is what was known before. */
    readonly stale?: { readonly since: string; readonly reason: string };
  };
}

/** Whether the images that were deployed are known to be free of what the scan's policy forbids. Only `passed` says so. */
export interface ScannedFact {
  readonly kind: 'passed' | 'failed' | 'stale' | 'other-images' | 'broken' | 'not-scanned';
  /** A sentence, with the next step. */
  readonly says: string;
}
