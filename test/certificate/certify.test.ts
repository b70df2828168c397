import { describe, expect, it } from 'vitest';
import { canonicalJson, sha256 } from '../../scripts/lib/certificate/canonical.ts';
import { certify, refusalVerdict } from '../../scripts/lib/certificate/certify.ts';
import type { Proof } from '../../scripts/lib/certificate/levels.ts';
import type { CertificateResult } from '../../scripts/lib/types.ts';
import { ALL_RUNGS, IMAGE, lintReport, NOW, rung, SUBJECT, scanReport, trialReport } from './sample.ts';

const FLAW = {
  step: 'scan',
  rule: 'vulnerability-fixable',
  severity: 'error',
  help: '',
  path: null,
  place: null,
  data: {},
} as const;
const PROVEN: Proof = { lint: lintReport(), trial: trialReport(), scan: scanReport() };
const OTHER = { ...SUBJECT, digest: 'b'.repeat(64) };
const DAY = 86_400_000;

function reasons(result: CertificateResult): readonly string[] {
  return result.issued ? [] : result.reasons;
}

describe('certify', () => {
  it('states what was proven about exactly these bytes', () => {
    const result = certify(SUBJECT, PROVEN, NOW);
    expect(result).toMatchObject({
      issued: true,
      certificate: {
        subject: SUBJECT,
        level: 3,
        levelName: 'deploys',
        signed: false,
        images: [{ reference: IMAGE.reference, digest: IMAGE.digest, services: ['app'] }],
        issuedAt: NOW.toISOString(),
      },
    });
  });

  it('names each report by the hash of the text that is published', () => {
    const result = certify(SUBJECT, PROVEN, NOW);
    expect(result.issued && result.certificate.reports).toEqual([
      { step: 'lint', verdict: 'pass', sha256: sha256(canonicalJson(PROVEN.lint)) },
      { step: 'trial', verdict: 'pass', sha256: sha256(canonicalJson(PROVEN.trial)) },
      { step: 'scan', verdict: 'pass', sha256: sha256(canonicalJson(PROVEN.scan)) },
    ]);
  });

  it('expires 30 days after its oldest evidence, however late it is issued', () => {
    for (const days of [0, 5, 28]) {
      const now = new Date(NOW.getTime() + days * DAY);
      const result = certify(SUBJECT, PROVEN, now);
      expect(result.issued && result.certificate.expiresAt).toBe('2026-03-31T10:00:00.000Z');
    }
  });

  it.each<[string, Proof, Date, string]>([
    ['no lint report', { ...PROVEN, lint: null }, NOW, 'no lint report: run npm run lint -- notes'],
    ['no trial report', { ...PROVEN, trial: null }, NOW, 'no trial report: run npm run trial -- notes'],
    [
      'lint of other bytes',
      { ...PROVEN, lint: lintReport({ subject: OTHER }) },
      NOW,
      'the lint report speaks of other bytes',
    ],
    [
      'trial of other bytes',
      { ...PROVEN, trial: trialReport({}, 'pass', { subject: OTHER }) },
      NOW,
      'the trial report speaks of other bytes',
    ],
    ['lint failed', { ...PROVEN, lint: lintReport({ verdict: 'fail' }) }, NOW, 'lint is fail'],
    [
      'trial failed',
      { ...PROVEN, trial: trialReport({ rungs: [rung('deploys', { status: 'fail', reason: 'exit 127' })] }, 'fail') },
      NOW,
      'trial is fail: deploys: exit 127',
    ],
    ['trial broken', { ...PROVEN, trial: trialReport({}, 'broken') }, NOW, 'trial is broken'],
    [
      'trial unverified',
      {
        ...PROVEN,
        trial: trialReport(
          { rungs: [rung('deploys', { status: 'unverified', reason: 'image not available' })] },
          'unverified',
        ),
      },
      NOW,
      'trial is unverified: deploys: image not available',
    ],
    [
      'rehearsed',
      { ...PROVEN, trial: trialReport({ rehearsed: true }) },
      NOW,
      'the trial was rehearsed with stand-ins',
    ],
    [
      'unverified before anything was looked at',
      {
        ...PROVEN,
        trial: trialReport(
          { rungs: [rung('deploys', { status: 'unverified', reason: 'image not available' })] },
          'unverified',
          { looked: 0 },
        ),
      },
      NOW,
      'image not available',
    ],
    [
      'scan failed',
      { ...PROVEN, scan: scanReport({}, { verdict: 'fail', findings: [{ ...FLAW, message: 'has CVE-1' }] }) },
      NOW,
      'The scan failed: has CVE-1.',
    ],
    ['nothing looked at', { ...PROVEN, trial: trialReport({}, 'pass', { looked: 0 }) }, NOW, 'trial looked at nothing'],
    ['too old', PROVEN, new Date(NOW.getTime() + 30 * DAY), 'report is older than 30 days'],
    ['from the future', PROVEN, new Date(NOW.getTime() - 2 * DAY), 'dated in the future'],
    [
      'no date',
      { ...PROVEN, lint: lintReport({ startedAt: 'yesterday' }) },
      NOW,
      'the lint report is older than 30 days',
    ],
    [
      'level not reached',
      { ...PROVEN, trial: trialReport({ rungs: [] }) },
      NOW,
      'level 3 (deploys): rung deploys did not run',
    ],
  ])('refuses: %s', (_name, proof, now, expected) => {
    expect(reasons(certify(SUBJECT, proof, now)).join('\n')).toContain(expected);
  });

  it('is capped by what could not be tried, not refused for it', () => {
    const rungs = [...ALL_RUNGS.slice(0, 4), rung('rolls-back', { status: 'unverified', reason: 'no canary' })];
    const result = certify(SUBJECT, { ...PROVEN, trial: trialReport({ rungs }, 'unverified') }, NOW);
    expect(result).toMatchObject({ issued: true, certificate: { level: 3, levelName: 'deploys' } });
    const cap = 'rung rolls-back: unverified, no canary';
    expect(result.issued && result.certificate.levels[4]).toMatchObject({ reached: false, reason: cap });
  });

  it('is refused when any rung failed, however high it is', () => {
    const rungs = [...ALL_RUNGS, rung('rotates', { status: 'fail', reason: 'the old password works' })];
    const result = certify(SUBJECT, { ...PROVEN, trial: trialReport({ rungs }, 'fail') }, NOW);
    expect(reasons(result)).toEqual(['trial is fail: rotates: the old password works']);
  });

  it('refuses a recipe without a version', () => {
    const subject = { ...SUBJECT, version: null };
    expect(reasons(certify(subject, PROVEN, NOW))).toContain('the recipe has no version label');
  });

  it('stops at level 1 without a scan that counts, is made all the same, and names no report of such a scan', () => {
    const kind = (scan: Proof['scan']) => {
      const result = certify(SUBJECT, { ...PROVEN, scan }, NOW);
      if (!result.issued) return 'refused';
      const { level, scan: fact, reports } = result.certificate;
      return `${level} ${fact.kind} ${reports.map(({ step }) => step).join()}`;
    };
    expect(kind(scanReport())).toBe('3 passed lint,trial,scan');
    expect(kind(null)).toBe('1 not-scanned lint,trial');
    expect(kind(scanReport({}, { subject: OTHER, verdict: 'fail' }))).toBe('1 not-scanned lint,trial');
    expect(kind(scanReport({ freshUntil: NOW.toISOString() }))).toBe('1 stale lint,trial');
    expect(kind(scanReport({ images: [] }, { verdict: 'broken' }))).toBe('1 broken lint,trial');
  });

  it('is capped by what could not be tried, without a scan, too', () => {
    const rungs = [...ALL_RUNGS.slice(0, 4), rung('rolls-back', { status: 'unverified', reason: 'no canary' })];
    const result = certify(SUBJECT, { ...PROVEN, scan: null, trial: trialReport({ rungs }, 'unverified') }, NOW);
    expect(result).toMatchObject({ issued: true, certificate: { level: 1, levelName: 'linted' } });
  });

  it('says whose fault a refusal is', () => {
    expect(refusalVerdict(SUBJECT, { ...PROVEN, scan: scanReport({}, { verdict: 'fail' }) })).toBe('fail');
    expect(refusalVerdict(SUBJECT, { ...PROVEN, lint: lintReport({ verdict: 'fail' }) })).toBe('fail');
    expect(refusalVerdict(SUBJECT, { ...PROVEN, trial: trialReport({}, 'fail') })).toBe('fail');
    expect(refusalVerdict(SUBJECT, { ...PROVEN, trial: trialReport({}, 'broken') })).toBe('broken');
    expect(refusalVerdict(SUBJECT, { ...PROVEN, trial: trialReport({}, 'unverified') })).toBe('unverified');
    expect(refusalVerdict(SUBJECT, { ...PROVEN, trial: null })).toBe('unverified');
    expect(refusalVerdict(SUBJECT, { ...PROVEN, trial: trialReport({ rehearsed: true }, 'fail') })).toBe('unverified');
    expect(refusalVerdict(OTHER, { ...PROVEN, lint: lintReport({ verdict: 'fail' }) })).toBe('unverified');
  });
});

describe('canonical JSON', () => {
  it('is one text for one value', () => {
    expect(canonicalJson({ b: [{ z: 1, a: 2 }], a: 'é' })).toBe(canonicalJson({ a: 'é', b: [{ a: 2, z: 1 }] }));
    expect(canonicalJson({ b: 1, a: 2 })).toBe('{\n  "a": 2,\n  "b": 1\n}\n');
  });
});
