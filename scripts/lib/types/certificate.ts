import type { Step, Subject, Verdict } from './report.ts';
import type { ScannedFact } from './scan.ts';

export type Level = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface Certificate {
  readonly schema: 'recipe-commons/certificate/1';
  readonly subject: Subject;
  readonly level: Level;
  readonly levelName: string;
  /** Every level in order: reached, or the reason it was not; `holds`: proven, though a level below it may be missing. */
  readonly levels: readonly {
    readonly level: Level;
    readonly name: string;
    readonly reached: boolean;
    readonly holds: boolean;
    readonly reason: string | null;
  }[];
  readonly signed: false;
  /** What level 2 rests on. */
  readonly scan: ScannedFact;
  readonly images: readonly {
    readonly services: readonly string[];
    readonly reference: string;
    readonly digest: string;
  }[];
  readonly reports: readonly { readonly step: Step; readonly verdict: Verdict; readonly sha256: string }[];
  readonly issuedAt: string;
  readonly expiresAt: string;
}

export type CertificateResult =
  | { readonly issued: true; readonly certificate: Certificate }
  | { readonly issued: false; readonly subject: Subject; readonly reasons: readonly string[] };
