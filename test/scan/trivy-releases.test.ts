/** Reports of old and current releases, `test/fixtures/scan/`: nothing in them is lost, and what is damaged is never read as clean. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTrivyReport } from '../../scripts/lib/scan/trivy-report.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/scan');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

function textOf(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}

function read(name: string) {
  return readTrivyReport(textOf(name));
}

type Tree = { readonly [key: string]: Tree | readonly Tree[] | string } | null;

/** How many things stand under `key`, anywhere in the report; `type`: that of the same when it was suppressed. */
function count(value: unknown, key: string, type: string): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + count(each, key, type), 0);
  if (typeof value !== 'object' || value === null) return 0;
  const own = (value as Tree)?.Type === type && 'Finding' in value ? 1 : 0;
  const inside = Object.entries(value).map(([name, inner]) =>
    name === key && Array.isArray(inner) ? inner.length : count(inner, key, type),
  );
  return inside.reduce((sum, each) => sum + each, own);
}

test('there are reports of seven releases', () => {
  expect(FILES).toHaveLength(7);
});

test.each(FILES)('%s: every package, flaw, secret and licence of it is read', (name) => {
  const raw: unknown = JSON.parse(textOf(name));
  const scan = read(name);
  expect(scan.packages).toHaveLength(count(raw, 'Packages', '-'));
  expect(scan.vulnerabilities).toHaveLength(count(raw, 'Vulnerabilities', 'vulnerability'));
  expect(scan.secrets).toHaveLength(count(raw, 'Secrets', 'secret'));
  // Those of a package stand in a list of texts.
  expect(scan.licences).toHaveLength(count(raw, 'Licenses', 'license') - ownLicences(raw));
});

/** Licences that packages name themselves, which are no findings. */
function ownLicences(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + ownLicences(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) =>
      sum +
      (key === 'Licenses' && Array.isArray(inner) && typeof inner[0] === 'string' ? inner.length : ownLicences(inner)),
    0,
  );
}

test.each(FILES)('%s, cut off anywhere, is no report', (name) => {
  const text = textOf(name).trim();
  for (let end = 1; end < text.length; end += Math.ceil(text.length / 40)) {
    expect(() => readTrivyReport(text.slice(0, end)), `${end}`).toThrow(/cut off|is empty|no SchemaVersion/);
  }
});

test.each(FILES)('%s with something else where a list was is no report', (name) => {
  for (const key of ['Results', 'Packages', 'Vulnerabilities', 'Secrets', 'Licenses', 'ExperimentalModifiedFindings']) {
    const list = new RegExp(`"${key}": \\[\\s*\\{`);
    if (!list.test(textOf(name))) continue;
    const odd = textOf(name).replace(list, `"${key}": ["<html>", {`);
    expect(() => readTrivyReport(odd), key).toThrow(`its ${key} hold something else than objects`);
  }
});

test('what each release calls the same', () => {
  const told = Object.fromEntries(
    FILES.map((name) => {
      const { system, layers, vulnerabilities } = read(name);
      return [name, { system, layers: layers.length, worst: vulnerabilities[0] ?? null }];
    }),
  );
  expect(told).toMatchObject({
    '0.1.json': {
      system: { family: 'alpine', name: '3.7.1', endOfLife: false },
      worst: { id: 'CVE-2018-0002', severity: 'HIGH', fixedIn: '7.61.1-r1', layer: `sha256:${'1'.repeat(64)}` },
    },
    '0.18.json': { system: { family: 'debian', name: '10.9' }, worst: { severity: 'LOW', fixedIn: null } },
    '0.20.json': { system: { family: 'alpine', endOfLife: true }, layers: 1, worst: { severity: 'MEDIUM' } },
    '0.44.json': { system: { family: 'debian', endOfLife: false }, layers: 2, worst: { status: 'fixed' } },
    // Suppressed by the scanner, and ours to judge.
    '0.55.json': { system: { family: 'ubuntu', endOfLife: true }, worst: { id: 'CVE-2024-0002', fixedIn: '2' } },
    '0.70.json': { layers: 2, worst: { id: 'CVE-2026-0001', fixedIn: '1.25.9, 1.26.2', path: 'usr/bin/wiki' } },
    '0.70-empty.json': { system: null, layers: 0, worst: null },
  });
});

test('a flaw without severity or name is one all the same', () => {
  expect(read('0.1.json').vulnerabilities.at(-1)).toMatchObject({ id: 'CVE-2018-0003', severity: 'UNKNOWN' });
  expect(read('0.70.json').vulnerabilities.at(-1)).toMatchObject({ id: 'GO-2026-0002', severity: 'UNKNOWN' });
  const nameless = JSON.stringify({ SchemaVersion: 2, Results: [{ Vulnerabilities: [{ PkgName: 'a' }, null] }] });
  expect(readTrivyReport(nameless).vulnerabilities).toMatchObject([{ id: 'without a name', package: 'a' }]);
});

test('licences of loose files are kept, and those of packages reach them', () => {
  const { licences, packages } = read('0.44.json');
  expect(licences).toContainEqual({ name: 'SSPL-1.0', package: null, file: 'srv/LICENSE' });
  expect(packages.find(({ name }) => name === 'libx')?.licences).toEqual(['GPL-2.0']);
});

test('what nobody knows yet is counted by its class and key', () => {
  expect(read('0.55.json').unknown).toEqual({
    'config: Misconfigurations': 1,
    'os-pkgs: suppressed misconfiguration': 1,
  });
  expect(read('0.70.json').unknown).toEqual({
    'custom: CustomResources': 1,
    'a-class-of-tomorrow: Findings': 2,
    'a-class-of-tomorrow: Score': 1,
  });
  expect(read('0.44.json').unknown).toEqual({});
});
