import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readReports, reportFolder, writeReport } from '../../scripts/lib/report/store.ts';
import { finding, report } from './sample.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'reports-'));
});
afterEach(() => rm(root, { recursive: true }));

test('what was written is read back, by recipe and version', async () => {
  const written = report({ findings: [finding()] });
  expect(writeReport(root, written)).toBe(join(root, 'out/reports/wiki/1.0.0+2.1/lint.json'));
  expect(await readReports(root, 'wiki', '1.0.0+2.1')).toEqual({ lint: written, trial: null });
  expect(await readReports(root, 'wiki', '1.0.1+2.1')).toEqual({ lint: null, trial: null });
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
