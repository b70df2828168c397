import { expect, test } from 'vitest';
import { readTrivyReport } from '../../scripts/lib/scan/trivy-report.ts';

const FLAW = { VulnerabilityID: 'CVE-2026-1', PkgName: 'openssl', InstalledVersion: '1' };

function read(report: object) {
  return readTrivyReport(JSON.stringify(report));
}

test('a report of nothing has no results at all', () => {
  const scan = read({ SchemaVersion: 2, ArtifactType: 'container_image' });
  expect(scan).toMatchObject({ system: null, packages: [], vulnerabilities: [], secrets: [], unknown: {} });
});

test('the bare list of schema 1 is read, too', () => {
  const scan = readTrivyReport(JSON.stringify([{ Target: 'x', Vulnerabilities: [{ ...FLAW, Severity: 'HIGH' }] }]));
  expect(scan.vulnerabilities).toMatchObject([{ id: 'CVE-2026-1', severity: 'HIGH', fixedIn: null }]);
});

test('a flaw without severity, with an empty layer or without a fix is no less a flaw', () => {
  const Vulnerabilities = [{ ...FLAW, Layer: {}, FixedVersion: '' }];
  const scan = read({ SchemaVersion: 2, Results: [{ Class: 'os-pkgs', Type: 'debian', Vulnerabilities }] });
  expect(scan.vulnerabilities).toMatchObject([{ severity: 'UNKNOWN', layer: null, fixedIn: null, published: null }]);
});

test('null where a list could be is no list', () => {
  expect(read({ SchemaVersion: 2, Results: null }).vulnerabilities).toEqual([]);
  const nothing = { Class: 'os-pkgs', Packages: null, Vulnerabilities: null, Secrets: null };
  expect(read({ SchemaVersion: 2, Results: [nothing] })).toMatchObject({ packages: [], unknown: {} });
});

test('versions of distributions are put together, licences of two places joined', () => {
  const Packages = [{ Name: 'bash', Version: '5.2', Release: '2', Epoch: 1, Licenses: ['GPL-3.0'] }];
  const Results = [
    { Class: 'os-pkgs', Type: 'debian', Packages },
    { Class: 'license', Licenses: [{ PkgName: 'bash', Name: 'GFDL-1.3' }] },
  ];
  expect(read({ SchemaVersion: 2, Results }).packages).toMatchObject([
    { name: 'bash', version: '1:5.2-2', licences: ['GFDL-1.3', 'GPL-3.0'] },
  ]);
});

test('classes and fields of a later release are counted, not lost', () => {
  const Results = [
    { Class: 'quantum', Particles: [1, 2], Modified: { a: 1 } },
    { Class: 'os-pkgs', CustomResources: [{}] },
  ];
  expect(read({ SchemaVersion: 2, Results }).unknown).toEqual({
    'quantum: Particles': 2,
    'quantum: Modified': 1,
    'os-pkgs: CustomResources': 1,
  });
});

test('worst first, whatever the order of the report', () => {
  const Vulnerabilities = ['LOW', 'CRITICAL', 'UNKNOWN', 'HIGH'].map((Severity) => ({ ...FLAW, Severity }));
  const { vulnerabilities } = read({ SchemaVersion: 2, Results: [{ Vulnerabilities }] });
  expect(vulnerabilities.map(({ severity }) => severity)).toEqual(['CRITICAL', 'HIGH', 'LOW', 'UNKNOWN']);
});

test('the text of a secret is nowhere', () => {
  const Secrets = [{ RuleID: 'aws', Title: 'AWS key', StartLine: 3, Match: 'HUSH', Code: { Lines: ['HUSH'] } }];
  const scan = read({ SchemaVersion: 2, Results: [{ Class: 'secret', Target: '/etc/x', Secrets }] });
  expect(scan.secrets).toMatchObject([{ rule: 'aws', file: '/etc/x', line: 3 }]);
  expect(JSON.stringify(scan)).not.toContain('HUSH');
});

test.each([
  ['', 'it is empty'],
  ['  <html>', 'it is a web page, no JSON'],
  ['{"SchemaVersion": 2, "Results": [', 'it is cut off or no JSON'],
  ['{}', 'it has no SchemaVersion'],
  ['"x"', 'it has no SchemaVersion'],
  ['{"SchemaVersion": 3}', 'its schema version 3 is newer than this tool'],
  ['{"SchemaVersion": 2, "Results": "none"}', 'its Results are no list'],
])('%s is no report', (text, why) => {
  expect(() => readTrivyReport(text)).toThrow(why);
});
