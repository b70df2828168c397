import type { Report } from '../types.ts';

/** The reports as they are stored, as a list. */
export function jsonReports(reports: readonly Report[]): string {
  return `${JSON.stringify(reports, null, 2)}\n`;
}
