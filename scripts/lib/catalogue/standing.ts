import { canonicalJson, sha256 } from '../certificate/canonical.ts';
import { currentReports, firstFault } from '../certificate/certify.ts';
import { assessLevels, type Proof, triedLevel } from '../certificate/levels.ts';
import { scannedFact } from '../certificate/scanned.ts';
import type { Certificate, Report } from '../types.ts';
import type { Standing } from './model.ts';

/** What may be said about a tree. `now` only decides whether a certificate has expired; nothing prints it. */
export function judgeStanding(digest: string, proof: Proof, certificate: Certificate | null, now: Date): Standing {
  const { lint, trial, scan } = currentReports({ digest }, proof);
  if (trial?.trial.rehearsed === true) {
    return {
      kind: 'rehearsed',
      label: 'rehearsed with stand-ins',
      reason: 'The trial ran with stand-ins for the real images. It proves nothing about the app.',
    };
  }
  if (lint?.verdict === 'fail') return failed('lint', lint);
  if (trial === null) return untried(proof);
  if (trial.verdict === 'fail') return failed('the trial', trial);
  if (trial.verdict === 'broken') {
    return {
      kind: 'broken',
      label: 'trial broke',
      reason: `Our own machinery failed, so nothing is known about the recipe${because(trial)}`,
    };
  }
  const scanned = scannedFact({ scan, trial }, now);
  if (scanned.kind === 'failed') return { kind: 'failed', label: 'failed', reason: scanned.says };
  if (certificate === null || !certifies(certificate, digest, proof)) {
    if (trial.verdict === 'unverified') return unverified(trial);
    return {
      kind: 'lapsed',
      label: 'no certificate',
      reason: 'The trial passed, and no certificate has been made for exactly these bytes and reports.',
    };
  }
  if (Date.parse(certificate.expiresAt) <= now.getTime()) {
    return {
      kind: 'lapsed',
      label: 'certificate expired',
      since: certificate.expiresAt,
      reason: `The last trial passed. Its certificate expired on ${certificate.expiresAt.slice(0, 10)}.`,
    };
  }
  const proven = triedLevel(assessLevels({ lint, trial, scan }, now));
  const until = `Tried locally, not signed; holds until ${certificate.expiresAt.slice(0, 10)}.`;
  return {
    kind: 'tried',
    label: 'tried locally (unsigned)',
    reason:
      trial.verdict === 'pass'
        ? `Every rung that ran passed on a fresh swarm. ${until}`
        : `Its trial proves level ${proven?.level} (${proven?.name}), no further${because(trial)} ${until}`,
  };
}

function unverified(trial: Report): Standing {
  const reason = `The trial could not do what it should${because(trial)}`;
  return { kind: 'unverified', label: 'unverified', reason };
}

/** True when the certificate speaks of these bytes and of the very reports that are shown; a later scan is judged by itself. */
function certifies(certificate: Certificate, digest: string, proof: Proof): boolean {
  const shown = [proof.lint, proof.trial].map((report) => (report === null ? '' : sha256(canonicalJson(report))));
  return (
    certificate.subject.digest === digest &&
    certificate.reports.every(({ step, sha256: hash }) => step === 'scan' || shown.includes(hash))
  );
}

function untried(proof: Proof): Standing {
  return {
    kind: 'untried',
    label: 'not tried',
    reason:
      proof.trial === null
        ? 'No trial of this version has been recorded here.'
        : 'The recorded trial speaks of other bytes than these.',
  };
}

function failed(what: string, report: Report): Standing {
  return { kind: 'failed', label: 'failed', reason: `It failed ${what}${because(report)}` };
}

function because(report: Report): string {
  const fault = firstFault(report);
  if (fault === null) return '.';
  return `: ${fault}${/[.!?]$/.test(fault) ? '' : '.'}`;
}
