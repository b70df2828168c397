import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { certify } from '../../scripts/lib/certificate/certify.ts';
import type { Proof } from '../../scripts/lib/certificate/levels.ts';
import {
  certifyRecipe,
  readCertificate,
  removeCertificate,
  writeCertificate,
} from '../../scripts/lib/certificate/store.ts';
import { writeReport } from '../../scripts/lib/report/store.ts';
import { recipe } from '../catalogue/sample.ts';
import { lintReport, NOW, SUBJECT, scanReport, trialReport } from './sample.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'certificate-'));
});
afterEach(() => rm(root, { recursive: true }));

function issued() {
  const result = certify(SUBJECT, { lint: lintReport(), trial: trialReport(), scan: null }, NOW);
  if (!result.issued) throw new Error(result.reasons.join());
  return result.certificate;
}

it('keeps a certificate per recipe version, and removes it without a trace', async () => {
  await writeCertificate(root, issued());
  expect(await readCertificate(root, 'notes', '1.1.0+2.0')).toEqual(issued());
  expect(await readCertificate(root, 'notes', '1.0.0+1.0')).toBeNull();
  await removeCertificate(root, 'notes', '1.1.0+2.0');
  await removeCertificate(root, 'notes', '1.1.0+2.0');
  expect(await readCertificate(root, 'notes', '1.1.0+2.0')).toBeNull();
  expect(await readdir(join(root, 'out/certificates/notes'))).toEqual([]);
});

it.each(['', '{', 'null', '{"schema":"other"}'])('takes %j for no certificate', async (text) => {
  const file = await writeCertificate(root, issued());
  await writeFile(file, text);
  expect(await readCertificate(root, 'notes', '1.1.0+2.0')).toBeNull();
});

it.each<[string, Proof['scan'], string]>([
  ['passed', scanReport(), 'pass'],
  ['was never made', null, 'unverified'],
  ['is too old', scanReport({ freshUntil: NOW.toISOString() }), 'unverified'],
  ['had no database', scanReport({ images: [], scanner: null }, { verdict: 'broken' }), 'unverified'],
  ['broke', scanReport({ images: [] }, { verdict: 'broken' }), 'broken'],
  ['failed', scanReport({}, { verdict: 'fail' }), 'fail'],
])('a trial that passed with a scan that %s', async (_name, scan, verdict) => {
  for (const report of [lintReport(), trialReport(), scan]) if (report !== null) writeReport(root, report);
  const certification = await certifyRecipe(root, recipe(), NOW);
  expect(certification.verdict).toBe(verdict);
  expect(certification.result.issued).toBe(verdict !== 'fail');
});
