import { describe, expect, test } from 'vitest';
import { type Beside, judgeImage, type Scanned } from '../../scripts/lib/scan/judge-image.ts';
import type { Policy } from '../../scripts/lib/scan/policy.ts';
import { readPolicy } from '../../scripts/lib/scan/read-policy.ts';
import { readTrivyReport } from '../../scripts/lib/scan/trivy-report.ts';

const { policy: POLICY } = await readPolicy();

function scanned(flaw: object = {}, more: object = {}, own = false): Scanned {
  const Vulnerabilities = [
    {
      VulnerabilityID: 'CVE-2026-1',
      PkgName: 'openssl',
      InstalledVersion: '1',
      FixedVersion: '2',
      Severity: 'CRITICAL',
      ...flaw,
    },
  ];
  const Packages = [{ Name: 'openssl', Version: '1', Licenses: ['Apache-2.0'] }];
  const report = { SchemaVersion: 2, Results: [{ Class: 'os-pkgs', Packages, Vulnerabilities }], ...more };
  const scan = readTrivyReport(JSON.stringify(report));
  const image = { reference: 'x/y:1', services: ['app', 'cron'], digest: 'sha256:0', sbom: '' };
  return { ...image, own, scan, path: ['services', 'app', 'image'], place: null };
}

function judge(image: Scanned, beside: Partial<Beside> = {}, policy: Partial<Policy> = {}) {
  const now = new Date('2026-06-15T00:00:00Z');
  const nothing = { waivers: [], vex: [], before: null, exploited: null, now };
  const {
    findings,
    waived,
    image: seen,
  } = judgeImage(image, { ...nothing, policy: { ...POLICY, ...policy }, ...beside });
  return { told: findings.map(({ rule, severity }) => `${severity} ${rule}`), waived, seen, findings };
}

describe('a flaw', () => {
  test('that can be repaired and is critical is an error', () => {
    expect(judge(scanned()).told).toEqual(['error vulnerability-fixable']);
  });

  test('that nobody has repaired is counted only', () => {
    const { told, seen } = judge(scanned({ FixedVersion: '' }));
    expect(told).toEqual([]);
    expect(seen.vulnerabilities).toMatchObject([{ status: 'open', fixedIn: null, isNew: null, exploited: null }]);
  });

  test.each([
    ['2026-06-01T00:00:00Z', 'warning'],
    ['2026-05-01T00:00:00Z', 'error'],
    ['', 'error'],
  ])('that is high and known since "%s" is a %s', (PublishedDate, severity) => {
    expect(judge(scanned({ Severity: 'HIGH', PublishedDate })).told).toEqual([`${severity} vulnerability-fixable`]);
  });

  test('of less weight is counted only', () => {
    expect(judge(scanned({ Severity: 'MEDIUM' })).told).toEqual([]);
    expect(judge(scanned({ Severity: 'MEDIUM' }), {}, { fixable: ['MEDIUM'] }).told).toEqual([
      'error vulnerability-fixable',
    ]);
  });

  test('that is used in attacks is an error, whatever its weight', () => {
    const beside = { exploited: new Set(['CVE-2026-1']) };
    expect(judge(scanned({ Severity: 'LOW', FixedVersion: '' }), beside).told).toEqual([
      'error vulnerability-exploited',
    ]);
    expect(judge(scanned({ Severity: 'LOW' }), beside, { exploited: false }).told).toEqual([]);
  });

  test.each([
    [[], 'sha256:a', 'upstream'],
    [['sha256:a', 'sha256:b'], 'sha256:a', 'base'],
    [['sha256:a', 'sha256:b'], 'sha256:b', 'upstream'],
  ])('belongs to whoever made its layer: %s %s → %s', (DiffIDs, DiffID, owner) => {
    const image = scanned({ Layer: { DiffID } }, { Metadata: { DiffIDs } });
    expect(judge(image).seen.vulnerabilities[0]?.owner).toBe(owner);
  });

  test('in what the recipe itself builds is ours', () => {
    expect(judge(scanned({}, {}, true)).findings[0]?.help).toContain('Build the image anew');
  });
});

describe('a waiver', () => {
  const waiver = {
    rule: 'CVE-2026-1',
    reason: 'only a build tool',
    until: '2026-12-31',
    service: null,
    holds: true,
    index: 0,
  };

  test('takes the flaw out, and shows it with its reason', () => {
    const { told, waived, seen } = judge(scanned(), { waivers: [waiver] });
    expect(told).toEqual([]);
    expect(waived).toMatchObject([{ waiver: { reason: 'only a build tool', until: '2026-12-31' } }]);
    expect(seen.vulnerabilities[0]).toMatchObject({ status: 'waived', reason: 'only a build tool (until 2026-12-31)' });
  });

  test.each([
    ['that has ended', { holds: false }],
    ['of another service', { service: 'db' }],
    ['of another flaw', { rule: 'CVE-2026-2' }],
  ])('%s takes nothing out', (_name, change) => {
    expect(judge(scanned(), { waivers: [{ ...waiver, ...change }] }).told).toEqual(['error vulnerability-fixable']);
  });

  test('of a whole rule or of one service holds there', () => {
    for (const change of [{ rule: 'vulnerability-fixable' }, { service: 'cron' }]) {
      expect(judge(scanned(), { waivers: [{ ...waiver, ...change }] }).told).toEqual([]);
    }
  });
});

test('a dead distribution, a secret and a denied licence are errors until the policy says otherwise', () => {
  const Results = [
    { Class: 'os-pkgs', Packages: [{ Name: 'mongodb', Version: '1', Licenses: ['SSPL-1.0'] }] },
    { Class: 'secret', Target: '/etc/key', Secrets: [{ RuleID: 'k', Title: 'Key', StartLine: 1 }] },
  ];
  const image = scanned({}, { Metadata: { OS: { Family: 'debian', Name: '8', EOSL: true } }, Results });
  expect(judge(image).told).toEqual(['error image-secret', 'error image-end-of-life', 'error licence-denied']);
  expect(judge(image, {}, { secrets: false, endOfLife: false, deniedLicences: [] }).told).toEqual([]);
});

test('new is what the version before had not', () => {
  const before = new Set(['CVE-2026-1 openssl']);
  expect(judge(scanned(), { before }).seen.vulnerabilities[0]?.isNew).toBe(false);
  expect(judge(scanned({ VulnerabilityID: 'CVE-2026-9' }), { before }).seen.vulnerabilities[0]?.isNew).toBe(true);
});
