import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Report, ScanReport, Step, TrialReport } from '../types.ts';
import { type Flake, flakesOf } from './flakes.ts';

/** Folder of everything known about one version: `<step>.json` and `evidence/`. */
export function reportFolder(root: string, recipe: string, version: string | null): string {
  return join(root, 'out', 'reports', recipe, version ?? 'unversioned');
}

/** Where a variant's report and evidence lie: beside those of the version, which they say nothing about. */
export function variantFolder(root: string, recipe: string, version: string | null, variant: string): string {
  return join(reportFolder(root, recipe, version), 'variants', variant);
}

/** Writes `out/reports/<recipe>/<version>/<step>.json` and returns its path. Every promise would cost more than the file. */
export function writeReport(root: string, report: Report): string {
  const { recipe, version } = report.subject;
  const trial = 'trial' in report ? (report as TrialReport) : null;
  const variant = trial?.trial.variant;
  const own = reportFolder(root, recipe, version);
  const folder = variant === undefined ? own : variantFolder(root, recipe, version, variant);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${report.step}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  if (trial !== null) noteFlakes(root, trial);
  return file;
}

/** Adds a line to `out/flakes.jsonl` for every step that was done more than once: nothing is retried in silence. */
function noteFlakes(root: string, report: TrialReport): void {
  const lines = flakesOf(report).map((flake) => `${JSON.stringify(flake)}\n`);
  if (lines.length > 0) appendFileSync(join(root, 'out', 'flakes.jsonl'), lines.join(''));
}

/** The ledger; empty when nothing was ever done twice. A line that a killed run left unfinished is left out. */
export async function readFlakes(root: string): Promise<readonly Flake[]> {
  const text = await readFile(join(root, 'out', 'flakes.jsonl'), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Flake];
    } catch {
      return [];
    }
  });
}

/** For a report in a form that others read, wherever the user wants it. */
export function writeText(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** What is stored about a version; null for a step that never ran or whose file is no report. */
export async function readReports(
  root: string,
  recipe: string,
  version: string | null,
): Promise<{
  readonly lint: Report | null;
  readonly trial: TrialReport | null;
  readonly scan: ScanReport | null;
}> {
  const folder = reportFolder(root, recipe, version);
  const read = (step: Step) => readStored(folder, step);
  const [lint, trial, scan] = await Promise.all([read('lint'), read('trial'), read('scan')]);
  return { lint, trial: trial as TrialReport | null, scan: scan as ScanReport | null };
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
