import { firstFault } from '../certificate/certify.ts';
import { beyondLevel } from '../certificate/proven.ts';
import type { Certification } from '../certificate/store.ts';
import type { SummaryRow } from '../report/summary.ts';
import type { Recipe, Report, TrialReport, Verdict } from '../types.ts';

interface Checked {
  readonly recipe: Recipe;
  readonly lint: Report;
  readonly trial: TrialReport | null;
  readonly certification: Certification;
  readonly seconds: number;
}

/** What a recipe came to, in one row; the reason is the first fact that kept it from passing. */
export function summarise({ recipe, lint, trial, certification, seconds }: Checked): SummaryRow {
  const { result } = certification;
  return {
    recipe: recipe.name,
    version: recipe.version,
    lint: lint.verdict,
    rungs: trial?.trial.rungs ?? [],
    level: result.issued ? `${result.certificate.level} ${result.certificate.levelName}` : null,
    tried: result.issued ? (beyondLevel(certification.levels)?.level ?? null) : null,
    scan: certification.scan,
    verdict: certification.verdict,
    seconds,
    reason: whyNot([lint, trial], result.issued ? [] : result.reasons),
  };
}

/** Null when there is nothing but what the table says of the scan. */
function whyNot(reports: readonly (Report | null)[], refusals: readonly string[]): string | null {
  const faults = reports.map((report) => (report === null || report.verdict === 'pass' ? null : firstFault(report)));
  return faults.find((fault) => fault !== null) ?? refusals[0] ?? null;
}

/** 2 when anything of ours broke, 1 when a recipe failed (or, strictly, was not proven), else 0. Nothing checked is 2. */
export function exitCodeOf(verdicts: readonly Verdict[], strict: boolean): 0 | 1 | 2 {
  if (verdicts.length === 0 || verdicts.includes('broken')) return 2;
  if (verdicts.includes('fail')) return 1;
  return strict && verdicts.includes('unverified') ? 1 : 0;
}
