import type { Finding, Report, Severity } from '../types.ts';

/** Text of a file by the name that places use; undefined when it was not read. */
export type Source = (file: string) => string | undefined;

/**
 * An output format. Reports come one by one and are printed at once, so that ten thousand of them need no more memory than one;
 * what remains of each is its summary.
 */
export interface Printer {
  /** Before the first report. */
  readonly begin: string;
  /** `index`: how many came before it. */
  each(report: Report, source: Source, index: number): string;
  end(summaries: readonly ReportSummary[], faults: readonly Unread[]): string;
}

/** Why something was not looked at. */
interface Unread {
  readonly message: string;
  readonly help: string;
}

/** A report without its findings. */
export interface ReportSummary extends Pick<Report, 'subject' | 'verdict' | 'looked'> {
  readonly counts: { readonly [severity in Severity]: number };
  readonly waived: number;
  /** Findings that --fix repairs. */
  readonly fixable: number;
  /** The first of the worst. */
  readonly worst: Pick<Finding, 'rule' | 'severity'> | null;
}

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

export function summaryOf({ subject, verdict, looked, findings, waived }: Report): ReportSummary {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  const fixable = findings.filter(({ fix }) => fix !== undefined).length;
  const worst = findings.find(({ severity }) => severity === SEVERITIES.find((each) => counts[each] > 0)) ?? null;
  return { subject, verdict, looked, counts, waived: waived.length, fixable, worst };
}
