/** Against the official schema, which the library of the CycloneDX project ships. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type AnySchemaObject } from 'ajv';
import { beforeAll, expect, test } from 'vitest';
import { cycloneDx } from '../../scripts/lib/scan/sbom.ts';
import { readTrivyReport } from '../../scripts/lib/scan/trivy-report.ts';

const LIBRARY = dirname(fileURLToPath(import.meta.resolve('@cyclonedx/cyclonedx-library/package.json')));
const SUBJECT = { digest: `sha256:${'a'.repeat(64)}`, scanner: { name: 'trivy', version: '0.44.1' } };

let isBom: ReturnType<Ajv['compile']>;
beforeAll(async () => {
  const schema = async (name: string) =>
    JSON.parse(await readFile(join(LIBRARY, `res/schema/${name}.SNAPSHOT.schema.json`), 'utf8')) as AnySchemaObject;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  for (const name of ['spdx', 'jsf-0.82']) {
    ajv.addSchema(await schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  }
  isBom = ajv.compile(await schema('bom-1.5'));
});

function sbomOf(packages: readonly object[], type = 'debian'): string {
  const Results = [{ Class: 'os-pkgs', Type: type, Target: 'x', Packages: packages }];
  const Metadata = { OS: { Family: 'debian', Name: '12.5' } };
  return cycloneDx(readTrivyReport(JSON.stringify({ SchemaVersion: 2, Metadata, Results })), SUBJECT);
}

test.each([
  ['nothing', []],
  ['one package', [{ Name: 'libc6', Version: '2.36', Release: '9', Arch: 'amd64', Licenses: ['GPL-2.0-only'] }]],
  [
    'two of the same',
    [
      { Name: 'a', Version: '1' },
      { Name: 'a', Version: '1', FilePath: 'usr/lib/a' },
    ],
  ],
  ['a licence that is a sentence', [{ Name: 'a', Version: '1', Licenses: ['Do as you like; "really"'] }]],
  [
    'odd names',
    [
      { Name: 'ä/@#?%', Version: '1:2~+&' },
      { Name: '', Version: '' },
    ],
  ],
])('an SBOM of %s is CycloneDX 1.5', (_name, packages) => {
  const bom = JSON.parse(sbomOf(packages));
  expect(isBom(bom), JSON.stringify(isBom.errors)).toBe(true);
  expect(bom.components).toHaveLength(packages.length);
});

test('the schema refuses what is none', () => {
  const bom = JSON.parse(sbomOf([{ Name: 'a', Version: '1' }]));
  expect(isBom({ ...bom, specVersion: 15 })).toBe(false);
  expect(isBom({ ...bom, components: [{ name: 'a' }] })).toBe(false);
  expect(isBom({ ...bom, components: [...bom.components, ...bom.components] })).toBe(false);
});

test('the same scan gives the same bytes, whatever the order of its packages', () => {
  const packages = [
    { Name: 'b', Version: '1' },
    { Name: 'a', Version: '1' },
  ];
  expect(sbomOf(packages)).toBe(sbomOf(packages.toReversed()));
});
