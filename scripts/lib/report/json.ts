import type { Report } from '../types.ts';
import type { Printer } from './printer.ts';

/** The reports as they are stored, as a list. */
export function jsonReports(reports: readonly Report[]): string {
  return `${JSON.stringify(reports, null, 2)}\n`;
}

/** The same text, report by report. */
export const jsonPrinter: Printer = {
  begin: '[',
  each: (report, _source, index) => `${index === 0 ? '' : ','}\n${JSON.stringify([report], null, 2).slice(2, -2)}`,
  end: (summaries) => (summaries.length === 0 ? ']\n' : '\n]\n'),
};
