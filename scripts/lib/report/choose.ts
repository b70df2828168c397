import type { Finding, Report, Severity } from '../types.ts';

export interface Choice {
  /** Findings less bad than this are left out. */
  readonly least: Severity;
  /** Only findings of these rules. */
  readonly rules?: ReadonlySet<string>;
}

const RANK: { readonly [severity in Severity]: number } = { error: 2, warning: 1, info: 0 };

/** The part of a report somebody asked to see; its verdict is that of the part. A broken report stays broken. */
export function chooseFindings(report: Report, choice: Choice): Report {
  const isWanted = (finding: Finding) => isChosen(finding, choice);
  const findings = report.findings.filter(isWanted);
  const hasError = findings.some(({ severity }) => severity === 'error');
  const verdict = report.verdict === 'fail' && !hasError ? 'pass' : report.verdict;
  return { ...report, findings, waived: report.waived.filter(isWanted), verdict };
}

export function isChosen({ rule, severity }: Finding, { least, rules }: Choice): boolean {
  return RANK[severity] >= RANK[least] && (rules === undefined || rules.has(rule));
}
