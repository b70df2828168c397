import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readFlakes, readReports, reportFolder, variantFolder, writeReport } from '../../scripts/lib/report/store.ts';
import { rung, trialReport } from '../certificate/sample.ts';
import { finding, report } from './sample.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'reports-'));
});
afterEach(() => rm(root, { recursive: true }));

test('what was written is read back, by recipe and version', async () => {
  const written = report({ findings: [finding()] });
  expect(writeReport(root, written)).toBe(join(root, 'out/reports/wiki/1.0.0+2.1/lint.json'));
  expect(await readReports(root, 'wiki', '1.0.0+2.1')).toEqual({ lint: written, trial: null, scan: null });
  expect(await readReports(root, 'wiki', '1.0.1+2.1')).toEqual({ lint: null, trial: null, scan: null });
});

test('a recipe without a version has a folder as well', async () => {
  const unversioned = report({ subject: { ...report().subject, version: null } });
  writeReport(root, unversioned);
  expect((await readReports(root, 'wiki', null)).lint).toEqual(unversioned);
});

test.each([
  ['torn', '{"schema": "recipe-commons/report/1", "st'],
  ['of another schema', JSON.stringify({ ...report(), schema: 'recipe-commons/report/9' })],
  ['of another step', JSON.stringify(report({ step: 'trial' }))],
])('a file that is %s counts as no report', async (_name, text) => {
  writeReport(root, report());
  await writeFile(join(reportFolder(root, 'wiki', '1.0.0+2.1'), 'lint.json'), text);
  expect((await readReports(root, 'wiki', '1.0.0+2.1')).lint).toBeNull();
});

test('every step that was done again is a line of the ledger, whatever became of it; nothing else is', async () => {
  const retried = [{ step: 'GET /', reason: 'no answer', times: 2 }];
  const ledger = join(root, 'out/flakes.jsonl');
  writeReport(root, trialReport());
  await expect(readFile(ledger)).rejects.toThrow('ENOENT');
  expect(await readFlakes(root)).toEqual([]);
  for (const status of ['pass', 'fail'] as const) {
    writeReport(root, trialReport({ rungs: [rung('deploys'), rung('answers', { status, retried })] }));
  }
  const lines = (await readFile(ledger, 'utf8')).trimEnd().split('\n');
  const { startedAt: at, subject } = trialReport();
  const flake = { at, recipe: subject.recipe, version: subject.version, rung: 'answers', ...retried[0] };
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { ...flake, status: 'pass' },
    { ...flake, status: 'fail' },
  ]);
  await appendFile(ledger, '{"at": "tor');
  expect(await readFlakes(root)).toEqual([
    { ...flake, status: 'pass' },
    { ...flake, status: 'fail' },
  ]);
});

test('a variant’s report lies beside that of the version', async () => {
  writeReport(root, trialReport());
  const variant = trialReport({ variant: 'mail' }, 'fail');
  const folder = variantFolder(root, variant.subject.recipe, variant.subject.version, 'mail');
  expect(writeReport(root, variant)).toBe(join(folder, 'trial.json'));
  expect((await readReports(root, variant.subject.recipe, variant.subject.version)).trial?.verdict).toBe('pass');
});
