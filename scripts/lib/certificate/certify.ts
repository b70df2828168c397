import type { Certificate, CertificateResult, Report, Subject, TrialReport, Verdict } from '../types.ts';
import { canonicalJson, sha256 } from './canonical.ts';
import { assessLevels, type Proof, reachedLevel, SCANNED } from './levels.ts';
import { scannedFact } from './scanned.ts';

/** What says nothing about a running app is no certificate. A scan that nobody could make caps it, and does not refuse it. */
const LEAST_LEVEL = 3;

/** A certificate never outlives its oldest evidence by more than this. */
const VALID_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Says what was proven about exactly these bytes, or every reason why nothing can be said.
 * `now` is the issue date; the expiry counts from the oldest report, so certifying again proves nothing anew.
 */
export function certify(subject: Subject, proof: Proof, now: Date): CertificateResult {
  const current = currentReports(subject, proof);
  const scan = scannedFact(current, now);
  const levels = assessLevels(current, now);
  const highest = reachedLevel(levels);
  const missed = levels.find(({ level, holds }) => !holds && level <= LEAST_LEVEL && level !== SCANNED);
  const reasons = [
    ...(subject.version === null ? ['the recipe has no version label'] : []),
    ...objections('lint', proof.lint, subject, now),
    ...objections('trial', proof.trial, subject, now, { capped: missed === undefined }),
    ...rehearsal(proof.trial),
    ...(scan.kind === 'failed' ? [scan.says] : []),
  ];
  if (reasons.length === 0 && missed !== undefined) {
    reasons.push(`level ${missed.level} (${missed.name}): ${missed.reason}`);
  }
  if (reasons.length > 0 || highest === null || proof.lint === null || proof.trial === null) {
    return { issued: false, subject, reasons };
  }
  const reports = [proof.lint, proof.trial, ...(scan.kind === 'passed' && proof.scan !== null ? [proof.scan] : [])];
  const certificate: Certificate = {
    schema: 'recipe-commons/certificate/1',
    subject,
    level: highest.level,
    levelName: highest.name,
    levels,
    signed: false,
    scan,
    images: deployedImages(proof.trial),
    reports: reports.map((report) => ({
      step: report.step,
      verdict: report.verdict,
      sha256: sha256(canonicalJson(report)),
    })),
    issuedAt: now.toISOString(),
    expiresAt: new Date(oldest([proof.lint, proof.trial]) + VALID_DAYS * DAY_MS).toISOString(),
  };
  return { issued: true, certificate };
}

/** The proof without reports that speak of other bytes. */
export function currentReports(subject: Pick<Subject, 'digest'>, proof: Proof): Proof {
  return {
    lint: proof.lint?.subject.digest === subject.digest ? proof.lint : null,
    trial: proof.trial?.subject.digest === subject.digest ? proof.trial : null,
    scan: proof.scan?.subject.digest === subject.digest ? proof.scan : null,
  };
}

/** Whose fault a refusal is: the recipe's (fail), ours (broken), or nobody's yet (unverified). */
export function refusalVerdict(subject: Subject, proof: Proof): Exclude<Verdict, 'pass'> {
  const { lint, trial, scan } = currentReports(subject, proof);
  if (lint?.verdict === 'broken' || trial?.verdict === 'broken') return 'broken';
  // A stand-in's failure is not the recipe's.
  if (lint?.verdict === 'fail' || (trial?.verdict === 'fail' && !trial.trial.rehearsed)) return 'fail';
  // Its age does not matter to who is to blame.
  if (scannedFact({ scan, trial }, new Date(0)).kind === 'failed') return 'fail';
  return 'unverified';
}

/** `capped`: all that a certificate needs was proven, so what is unverified only caps its level. */
function objections(
  step: string,
  report: Report | null,
  subject: Subject,
  now: Date,
  { capped }: { readonly capped: boolean } = { capped: false },
): string[] {
  if (report === null) return [`no ${step} report: run npm run ${step} -- ${subject.recipe}`];
  if (report.subject.digest !== subject.digest) {
    return [`the ${step} report speaks of other bytes: run npm run ${step} -- ${subject.recipe} again`];
  }
  if (report.verdict !== 'pass' && !(capped && report.verdict === 'unverified'))
    return [`${step} is ${report.verdict}${because(report)}`];
  if (report.looked === 0) return [`${step} looked at nothing`];
  const age = now.getTime() - Date.parse(report.startedAt);
  if (!(age < VALID_DAYS * DAY_MS)) return [`the ${step} report is older than ${VALID_DAYS} days`];
  if (age < 0) return [`the ${step} report is dated in the future (${report.startedAt})`];
  return [];
}

function because(report: Report): string {
  const reason = firstFault(report);
  return reason === null ? '' : `: ${reason}`;
}

/** The first thing that did not hold, in one line; null when the report names none. */
export function firstFault(report: Report): string | null {
  const rungs = 'trial' in report ? (report as TrialReport).trial.rungs : [];
  for (const status of ['fail', 'unverified'] as const) {
    const rung = rungs.find((candidate) => candidate.status === status);
    if (rung !== undefined) return `${rung.id}: ${rung.reason ?? status}`;
  }
  return report.findings.find((finding) => finding.severity === 'error')?.message ?? null;
}

function rehearsal(trial: TrialReport | null): string[] {
  return trial?.trial.rehearsed === true
    ? ['the trial was rehearsed with stand-ins: it proves nothing about the app']
    : [];
}

function deployedImages(report: TrialReport): Certificate['images'] {
  return report.trial.images
    .filter((image) => image.available)
    .map(({ services, reference, digest }) => ({ services, reference, digest }));
}

function oldest(reports: readonly Report[]): number {
  return Math.min(...reports.map((report) => Date.parse(report.startedAt)));
}
