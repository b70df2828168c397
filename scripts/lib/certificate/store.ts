import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readReports } from '../report/store.ts';
import type { Certificate, CertificateResult, Recipe, Rung, ScannedFact, Verdict } from '../types.ts';
import { canonicalJson } from './canonical.ts';
import { certify, currentReports, refusalVerdict } from './certify.ts';
import { assessLevels, type LevelResult } from './levels.ts';
import { scannedFact } from './scanned.ts';

/** What certifying one recipe came to. `verdict`: what the trial and the scan came to when issued, else whose fault the refusal is. */
export interface Certification {
  readonly result: CertificateResult;
  readonly levels: readonly LevelResult[];
  readonly rungs: readonly Rung[];
  readonly scan: ScannedFact;
  readonly verdict: Verdict;
}

/**
 * Judges the stored reports of the recipe as it stands, and stores the certificate. When it is refused,
 * one that was issued before is removed: it no longer holds.
 */
export async function certifyRecipe(root: string, recipe: Recipe, now: Date): Promise<Certification> {
  const { name, version, digest, commit } = recipe;
  const subject = { recipe: name, version, digest, commit };
  const proof = await readReports(root, name, version);
  const current = currentReports(subject, proof);
  const result = certify(subject, proof, now);
  if (result.issued) await writeCertificate(root, result.certificate);
  else await removeCertificate(root, name, version);
  const scan = scannedFact(current, now);
  return {
    result,
    levels: assessLevels(current, now),
    rungs: current.trial?.trial.rungs ?? [],
    scan,
    verdict: result.issued
      ? issuedVerdict(proof.trial?.verdict ?? 'unverified', scan.kind)
      : refusalVerdict(subject, proof),
  };
}

/** Nobody is told that all is well with images that nobody looked into. */
function issuedVerdict(trial: Verdict, scan: ScannedFact['kind']): Verdict {
  if (scan === 'broken') return 'broken';
  return scan === 'passed' ? trial : 'unverified';
}

/** The certificate of a recipe version as stored, or null. A file that is not one counts as none. */
export async function readCertificate(
  root: string,
  recipe: string,
  version: string | null,
): Promise<Certificate | null> {
  try {
    const value: unknown = JSON.parse(await readFile(certificateFile(root, recipe, version), 'utf8'));
    return isCertificate(value) ? value : null;
  } catch {
    return null;
  }
}

/** Returns the file written. */
export async function writeCertificate(root: string, certificate: Certificate): Promise<string> {
  const file = certificateFile(root, certificate.subject.recipe, certificate.subject.version);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, canonicalJson(certificate));
  return file;
}

/** A certificate that no longer holds must not be left standing. */
export async function removeCertificate(root: string, recipe: string, version: string | null): Promise<void> {
  await rm(certificateFile(root, recipe, version), { force: true });
}

function certificateFile(root: string, recipe: string, version: string | null): string {
  return join(root, 'out', 'certificates', recipe, `${version ?? 'unversioned'}.json`);
}

function isCertificate(value: unknown): value is Certificate {
  return (
    typeof value === 'object' && value !== null && 'schema' in value && value.schema === 'recipe-commons/certificate/1'
  );
}
