import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report, Step, TrialReport } from '../types.ts';

/** Folder of everything known about one version: `<step>.json` and `evidence/`. */
export function reportFolder(root: string, recipe: string, version: string | null): string {
  return join(root, 'out', 'reports', recipe, version ?? 'unversioned');
}

/** Writes `out/reports/<recipe>/<version>/<step>.json` and returns its path. Every promise would cost more than the file. */
export function writeReport(root: string, report: Report): string {
  const folder = reportFolder(root, report.subject.recipe, report.subject.version);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${report.step}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}

/** What is stored about a version; null for a step that never ran or whose file is no report. */
export async function readReports(
  root: string,
  recipe: string,
  version: string | null,
): Promise<{ readonly lint: Report | null; readonly trial: TrialReport | null }> {
  const folder = reportFolder(root, recipe, version);
  const [lint, trial] = await Promise.all([readStored(folder, 'lint'), readStored(folder, 'trial')]);
  return { lint, trial: trial as TrialReport | null };
}

async function readStored(folder: string, step: Step): Promise<Report | null> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, `${step}.json`), 'utf8'));
    return isReport(value) && value.step === step ? value : null;
  } catch {
    return null;
  }
}

function isReport(value: unknown): value is Report {
  return typeof value === 'object' && value !== null && 'schema' in value && value.schema === 'recipe-commons/report/1';
}
