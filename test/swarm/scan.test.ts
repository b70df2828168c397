/** The real scanner over real image bytes, with a database that holds just the flaws of the test. */
import { chmod, cp, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CACHE_FOLDER } from '../../scripts/lib/engine/paths.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { openPlaces } from '../../scripts/lib/places.ts';
import { reportSchema } from '../../scripts/lib/report/schema.ts';
import { ScanError } from '../../scripts/lib/scan/fault.ts';
import { scanImage } from '../../scripts/lib/scan/image.ts';
import { imagesOf } from '../../scripts/lib/scan/provide.ts';
import { readPolicy } from '../../scripts/lib/scan/read-policy.ts';
import { type ScanOptions, scanRecipe } from '../../scripts/lib/scan/run.ts';
import { sarifOf } from '../../scripts/lib/scan/sarif.ts';
import { openScanner, type ScannerOptions } from '../../scripts/lib/scan/scanner.ts';
import type { Recipe, ScanReport } from '../../scripts/lib/types.ts';
import { sarifSchema } from '../report/sarif-schema.ts';
import { debian, makeImage, recipeOf } from '../scan/scan-setup.ts';
import { type KnownFlaw, writeDatabase } from '../scan/vulnerability-db.ts';
import { openTestCache } from './engine-setup.ts';

const formats = { uri: (value: string) => URL.canParse(value) };
const ajv = new Ajv({ strict: true, allowUnionTypes: true, formats });
const isReport = ajv.compile(reportSchema);
const isSarif = ajv.compile(sarifSchema);
const TRIVY = process.env.TRIVY || join(CACHE_FOLDER, 'trivy/trivy');
const NOW = new Date('2026-06-15T12:00:00Z');
const signal = new AbortController().signal;
const WIKI = 'registry.example.org/wiki:1';
const OLD = 'registry.example.org/wiki:0';
const DEAD = 'registry.example.org/dead:1';

const FLAWS: readonly KnownFlaw[] = [
  { id: 'CVE-2026-1001', severity: 'CRITICAL', source: 'debian 12', package: 'fixable', fixedIn: '2.0' },
  { id: 'CVE-2026-1002', severity: 'CRITICAL', source: 'debian 12', package: 'unfixed' },
  { id: 'CVE-2026-1003', severity: 'CRITICAL', source: 'debian 12', package: 'waived', fixedIn: '2.0' },
  { id: 'CVE-2026-1004', severity: 'CRITICAL', source: 'debian 12', package: 'lapsed', fixedIn: '2.0' },
  { id: 'CVE-2026-1005', severity: 'CRITICAL', source: 'debian 12', package: 'spared', fixedIn: '2.0' },
  {
    id: 'CVE-2026-1006',
    severity: 'HIGH',
    source: 'debian 12',
    package: 'fresh',
    fixedIn: '2.0',
    published: '2026-06-10T00:00:00Z',
  },
  {
    id: 'CVE-2026-1007',
    severity: 'HIGH',
    source: 'debian 12',
    package: 'stale',
    fixedIn: '2.0',
    published: '2026-01-10T00:00:00Z',
  },
  { id: 'CVE-2026-1008', severity: 'LOW', source: 'debian 12', package: 'gone', fixedIn: '2.0' },
];
const PACKAGES = ['fixable', 'unfixed', 'waived', 'lapsed', 'spared', 'fresh', 'stale'];
const KEY_ID = ['AKIA', 'QX7T', 'ZL2M', 'V5NW', '8RKC'].join('').slice(0, 20);

let setup: Awaited<ReturnType<typeof openTestCache>>;
let trivyCache: string;
beforeAll(async () => {
  setup = await openTestCache();
  trivyCache = join(setup.cache, 'trivy');
  const at1 = (names: readonly string[]) => names.map((name) => `${name} 1.0`);
  await makeImage(setup.cache, WIKI, [debian('12', at1(PACKAGES)), { 'srv/wiki.txt': 'a wiki' }]);
  await makeImage(setup.cache, OLD, [debian('12', at1(['fixable', 'gone']))]);
  const secret = `[default]\naws_access_key_id = ${KEY_ID}\naws_secret_access_key = "${'aB3dE5fG7h'.repeat(4)}"\n`;
  await makeImage(setup.cache, DEAD, [debian('8', at1(['fixable'])), { 'root/.aws/credentials': secret }]);
  await writeDatabase(trivyCache, [...FLAWS, { ...(FLAWS[0] as KnownFlaw), source: 'debian 8' }], NOW);
});
afterAll(() => setup[Symbol.asyncDispose]());

async function scannerWith(more: Partial<ScannerOptions> = {}) {
  const { policy } = await readPolicy();
  const { databaseMaxAgeDays } = policy;
  const wanted = {
    cache: setup.cache,
    trivy: TRIVY,
    env: {},
    limitSeconds: 120,
    databaseMaxAgeDays,
    now: NOW,
    recipes: [],
  };
  return await openScanner({ ...wanted, signal, places: openPlaces(2), onProgress: () => undefined, ...more });
}

async function scan(
  recipe: Recipe,
  previous: Recipe | null = null,
  more: Partial<ScanOptions> = {},
): Promise<ScanReport> {
  return await scanWith((options) => scanRecipe(recipe, previous, options), more);
}

async function scanWith(
  act: (options: ScanOptions) => Promise<ScanReport>,
  more: Partial<ScanOptions> = {},
): Promise<ScanReport> {
  const { policy, digest: policyDigest } = await readPolicy();
  const scanner =
    more.scanner ??
    (await scannerWith().catch((error: unknown) => {
      if (error instanceof ScanError) return error.fault;
      throw error;
    }));
  await using store = openImageStore({ cache: setup.cache });
  const provide = (each: Recipe) => imagesOf(each, { store, signal });
  const shared = { provide, policy, policyDigest, exploited: null, now: NOW, signal };
  return await act({ ...shared, ...more, scanner });
}

/** `rule: id` of every finding, in order. */
function told(findings: ScanReport['findings']): readonly string[] {
  return findings.map(({ rule, severity, data }) => `${severity} ${rule}${data.id === undefined ? '' : ` ${data.id}`}`);
}

describe('each flaw ends where it should', () => {
  const waivers = [
    { rule: 'CVE-2026-1003', reason: 'only a build tool', until: '2026-12-31' },
    { rule: 'CVE-2026-1004', reason: 'was only a build tool', until: '2026-01-31' },
    { rule: 'CVE-2026-1999', reason: 'nobody has it', until: '2026-12-31' },
  ];
  const statement = {
    vulnerability: { name: 'CVE-2026-1005' },
    products: [{ '@id': 'pkg:deb/debian/spared' }],
    status: 'not_affected',
    justification: 'vulnerable_code_not_in_execute_path',
  };
  const vex = JSON.stringify({ '@context': 'https://openvex.dev/ns/v0.2.0', statements: [statement] });
  let report: ScanReport;
  beforeAll(async () => {
    const recipe = recipeOf({ app: WIKI }, { waivers, files: { 'vex.json': vex } });
    report = await scan(recipe, recipeOf({ app: OLD }, { version: '0.9.0+0' }));
  });

  test('repairable and bad is an error, young and less bad a warning, the rest is counted', () => {
    expect(told(report.findings).toSorted()).toEqual([
      'error vulnerability-fixable CVE-2026-1001',
      'error vulnerability-fixable CVE-2026-1004',
      'error vulnerability-fixable CVE-2026-1007',
      'error waiver-expired',
      'warning vulnerability-fixable CVE-2026-1006',
      'warning waiver-unused',
    ]);
    expect(report.verdict).toBe('fail');
    expect(report.scan.images[0]?.vulnerabilities).toHaveLength(7);
  });

  test('a waiver and a VEX statement show with their reasons', () => {
    expect(told(report.waived)).toEqual(['error vulnerability-fixable CVE-2026-1003']);
    const status = Object.fromEntries(
      (report.scan.images[0]?.vulnerabilities ?? []).map((flaw) => [
        flaw.id,
        `${flaw.status} ${flaw.reason ?? ''}`.trim(),
      ]),
    );
    expect(status).toMatchObject({
      'CVE-2026-1002': 'open',
      'CVE-2026-1003': 'waived only a build tool (until 2026-12-31)',
      'CVE-2026-1004': 'open',
      'CVE-2026-1005': 'not-affected vulnerable_code_not_in_execute_path',
    });
  });

  test('what is new and what is gone since the version before', () => {
    const isNew = Object.fromEntries(
      (report.scan.images[0]?.vulnerabilities ?? []).map(({ id, isNew }) => [id, isNew]),
    );
    expect(report.scan.against).toEqual({ version: '0.9.0+0' });
    expect(isNew).toMatchObject({ 'CVE-2026-1001': false, 'CVE-2026-1002': true });
    expect(report.scan.fixed).toEqual([{ id: 'CVE-2026-1008', package: 'gone' }]);
  });

  test('it says by what, and points at the image in the recipe', () => {
    expect(report.scan.scanner).toMatchObject({ name: 'trivy', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(report.scan.database?.updatedAt).toBe(NOW.toISOString());
    expect(report.findings[0]?.place).toMatchObject({ file: 'recipes/wiki/compose.yml', line: 4 });
  });
});

test('a dead distribution and a secret in a layer are errors, and the secret is not told', async () => {
  const report = await scan(recipeOf({ app: DEAD }));
  expect(told(report.findings)).toEqual(expect.arrayContaining(['error image-end-of-life', 'error image-secret']));
  expect(report.scan.images[0]?.secrets[0]).toMatchObject({ file: '/root/.aws/credentials', owner: 'upstream' });
  expect(JSON.stringify(report)).not.toContain(KEY_ID);
});

describe('a credential in a file of the recipe', () => {
  const files = { 'app.conf': `url = x\naws_access_key_id = ${KEY_ID}\n` };

  test('is an error at its line, and is not told', async () => {
    const report = await scan(recipeOf({ app: OLD }, { files }));
    const found = report.findings.filter(({ rule }) => rule === 'recipe-secret');
    expect(found).toMatchObject([{ severity: 'error', place: { file: 'recipes/wiki/app.conf', line: 2, column: 1 } }]);
    expect(JSON.stringify(report)).not.toContain(KEY_ID);
  });

  test('may be waived for a time, and cannot be hidden by a file of the recipe', async () => {
    const waivers = [{ rule: 'recipe-secret', reason: 'revoked, kept as an example', until: '2026-12-31' }];
    const hiding = {
      '.trivyignore': 'aws-access-key-id\n',
      'trivy-secret.yaml': 'disable-rules: [aws-access-key-id]\n',
    };
    expect(told((await scan(recipeOf({ app: OLD }, { files, waivers }))).waived)).toEqual(['error recipe-secret']);
    const report = await scan(recipeOf({ app: OLD }, { files: { ...files, ...hiding } }));
    expect(told(report.findings)).toContain('error recipe-secret');
  });
});

test('a flaw that is used in attacks is an error, repairable or not', async () => {
  const report = await scan(recipeOf({ app: WIKI }), null, { exploited: new Set(['CVE-2026-1002']) });
  expect(told(report.findings)).toContain('error vulnerability-exploited CVE-2026-1002');
});

test('each digest is scanned once, however many ask, and then comes from the cache', async () => {
  const lines: string[] = [];
  await rm(join(setup.cache, 'scans'), { recursive: true, force: true });
  const scanner = await scannerWith({ onProgress: (line) => lines.push(line) });
  const recipe = recipeOf({ app: WIKI, db: WIKI, cron: OLD });
  await Promise.all([scan(recipe, null, { scanner }), scan(recipe, null, { scanner })]);
  expect(lines.toSorted()).toEqual([`scanning ${OLD}`, `scanning ${WIKI}`]);
  const again = await scannerWith({ onProgress: (line) => lines.push(line) });
  expect((await scan(recipe, null, { scanner: again })).looked).toBe(2);
  expect(lines).toHaveLength(2);
});

test('an image by itself has a report of its own, without delta and without a place', async () => {
  const report = await scanWith((options) => scanImage(WIKI, options));
  expect(report.subject).toMatchObject({ recipe: WIKI, version: null, image: true });
  expect(`sha256:${report.subject.digest}`).toBe(report.scan.images[0]?.digest);
  expect(told(report.findings)).toContain('error vulnerability-fixable CVE-2026-1001');
  expect(report.findings[0]).toMatchObject({ path: null, place: null });
  expect(report.scan.against).toEqual({ none: 'it was named by itself' });
  expect(isReport(JSON.parse(JSON.stringify(report)))).toBe(true);
  expect(isSarif(JSON.parse(sarifOf([report]))), JSON.stringify(isSarif.errors)).toBe(true);
});

describe('whatever keeps it from scanning is broken, never clean', () => {
  async function brokenBy(more: Partial<ScannerOptions>): Promise<string> {
    await rm(join(setup.cache, 'scans'), { recursive: true, force: true });
    const scanner = await scannerWith(more).catch((error: unknown) => (error as ScanError).fault);
    const report = await scan(recipeOf({ app: WIKI }), null, { scanner });
    expect(report).toMatchObject({ verdict: 'broken', looked: 0, scan: { images: [] } });
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]?.help).not.toBe('');
    return report.findings[0]?.rule ?? '';
  }

  /** A scanner that answers questions about itself like the real one, and then does what a test wants. */
  async function scannerThat(script: string): Promise<string> {
    const path = join(setup.cache, 'odd-trivy');
    const asked = `case "$*" in *--help*) exec cat ${setup.cache}/help;; *--version*) echo Version: 0.0.1; exit;; esac\n`;
    const output = `while [ "$#" -gt 0 ]; do [ "$1" = --output ] && out=$2; shift; done\n`;
    await writeFile(path, `#!/bin/sh\n${asked}${output}${script}\n`);
    await chmod(path, 0o755);
    return path;
  }

  beforeAll(async () => {
    await writeFile(join(setup.cache, 'help'), (await execa(TRIVY, ['image', '--help'])).stdout);
  });

  test.each([
    ['no such program', 'scanner-missing', async () => ({ trivy: '/nonexistent/trivy' })],
    ['no program at all', 'scanner-missing', async () => ({ trivy: undefined, env: { PATH: '/nonexistent' } })],
    ['something else by that name', 'scanner-unusable', async () => ({ trivy: '/bin/true' })],
    [
      'a report cut off',
      'scanner-failed',
      async () => ({ trivy: await scannerThat('printf "{\\"SchemaVersion\\": 2" > "$out"') }),
    ],
    ['a web page', 'scanner-failed', async () => ({ trivy: await scannerThat('echo "<html>" > "$out"') })],
    ['nothing', 'scanner-failed', async () => ({ trivy: await scannerThat('true') })],
    [
      'an empty report of another image',
      'wrong-image',
      async () => ({ trivy: await scannerThat('echo "{\\"SchemaVersion\\": 2}" > "$out"') }),
    ],
    ['a silent failure', 'scanner-failed', async () => ({ trivy: await scannerThat('exit 1') })],
    [
      'a full disk',
      'disk-full',
      async () => ({ trivy: await scannerThat('echo "write: no space left on device" >&2; exit 1') }),
    ],
    ['no end', 'timeout', async () => ({ trivy: await scannerThat('exec sleep 60'), limitSeconds: -14 })],
  ])('%s: %s', async (_name, kind, more) => {
    expect(await brokenBy(await more())).toBe(kind);
  });

  test('an old database', async () => {
    expect(await brokenBy({ now: new Date('2026-06-30T00:00:00Z') })).toBe('database-old');
  });

  describe('the database', () => {
    beforeAll(() => cp(join(trivyCache, 'db'), join(setup.cache, 'db-kept'), { recursive: true }));
    afterAll(async () => {
      await rm(join(trivyCache, 'db'), { recursive: true, force: true });
      await cp(join(setup.cache, 'db-kept'), join(trivyCache, 'db'), { recursive: true });
    });

    test('is cut off', async () => {
      await truncate(join(trivyCache, 'db/trivy.db'), 5000);
      expect(await brokenBy({})).toBe('database-corrupt');
    });

    test('is garbage', async () => {
      await writeFile(join(trivyCache, 'db/trivy.db'), 'garbage'.repeat(2000));
      expect(await brokenBy({})).toBe('database-corrupt');
    });

    test('does not say of when it is', async () => {
      await writeFile(join(trivyCache, 'db/metadata.json'), '{');
      expect(await brokenBy({})).toBe('database-corrupt');
    });

    test('is not there', async () => {
      await rm(join(trivyCache, 'db'), { recursive: true });
      expect(await brokenBy({})).toBe('database-missing');
    });
  });

  test('an image of a registry that does not answer is broken, and the others are scanned all the same', async () => {
    const report = await scan(recipeOf({ app: WIKI, db: 'registry.invalid/db:1' }));
    expect(report.looked).toBe(1);
    expect(told(report.findings)).toContain('error registry-unreachable');
  });
});
