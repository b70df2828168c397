import { describe, expect, test } from 'vitest';
import { isCovered, readVex } from '../../scripts/lib/scan/vex.ts';

const DIGEST = `sha256:${'0'.repeat(64)}`;
const FLAW = {
  id: 'CVE-2026-1',
  package: 'openssl',
  installed: '3.0.9-1',
  fixedIn: null,
  severity: 'HIGH',
  title: '',
  url: null,
  layer: null,
  path: null,
  status: null,
  purl: 'pkg:deb/debian/openssl@3.0.9-1?arch=amd64',
  published: null,
} as const;

function vex(...statements: object[]) {
  return readVex(JSON.stringify({ '@context': 'https://openvex.dev/ns/v0.2.0', statements }));
}

const SPARED = {
  vulnerability: { name: 'CVE-2026-1' },
  status: 'not_affected',
  justification: 'component_not_present',
};

describe('a statement covers', () => {
  test.each([
    ['everything, when it names no product', undefined],
    ['the image by its digest', [{ '@id': `pkg:oci/wiki@${encodeURIComponent(DIGEST)}` }]],
    ['a package of any version', [{ '@id': 'pkg:deb/debian/openssl' }]],
    ['a package of this version', [{ '@id': 'pkg:deb/debian/openssl@3.0.9-1' }]],
    ['a package inside an image', [{ '@id': 'pkg:oci/wiki', subcomponents: [{ '@id': 'pkg:deb/debian/openssl' }] }]],
    ['as 0.0.x writes it', ['pkg:deb/debian/openssl']],
  ])('%s', (_name, products) => {
    const [statement] = vex({ ...SPARED, ...(products && { products }) });
    expect(statement !== undefined && isCovered(FLAW, DIGEST, statement)).toBe(true);
  });

  test('a flaw by another of its names', () => {
    const [statement] = vex({ ...SPARED, vulnerability: { name: 'GHSA-1', aliases: ['CVE-2026-1'] } });
    expect(statement !== undefined && isCovered(FLAW, DIGEST, statement)).toBe(true);
  });
});

describe('a statement does not cover', () => {
  test.each([
    ['another flaw', { vulnerability: { name: 'CVE-2026-2' } }],
    ['another package', { products: [{ '@id': 'pkg:deb/debian/openssl1' }] }],
    ['another version', { products: [{ '@id': 'pkg:deb/debian/openssl@3.0.8' }] }],
    ['another kind of package', { products: [{ '@id': 'pkg:npm/openssl' }] }],
    [
      'another package inside this image',
      { products: [{ '@id': `pkg:oci/w@${DIGEST}`, subcomponents: [{ '@id': 'pkg:deb/debian/zlib' }] }] },
    ],
  ])('%s', (_name, change) => {
    const [statement] = vex({ ...SPARED, ...change });
    expect(statement !== undefined && isCovered(FLAW, DIGEST, statement)).toBe(false);
  });
});

test('what is affected or still looked into spares nothing', () => {
  expect(vex({ ...SPARED, status: 'affected' }, { ...SPARED, status: 'under_investigation' })).toEqual([]);
});

test.each([
  ['{', 'it is no JSON'],
  ['{}', 'its "@context" is not that of OpenVEX'],
  ['{"@context":"https://openvex.dev/ns"}', 'it has no statements'],
  ['{"@context":"https://openvex.dev/ns","statements":[{}]}', 'a statement has no status'],
  ['{"@context":"https://openvex.dev/ns","statements":[{"status":"fixed"}]}', 'a statement names no vulnerability'],
  [
    '{"@context":"https://openvex.dev/ns","statements":[{"status":"not_affected","vulnerability":"CVE-1"}]}',
    'it does not say why CVE-1',
  ],
])('%s is refused', (text, why) => {
  expect(() => readVex(text)).toThrow(why);
});
