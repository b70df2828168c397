import { Ajv } from 'ajv';
import { expect } from 'vitest';
import { trialReportSchema } from '../../scripts/lib/trial/schema.ts';

const ajv = new Ajv({ strict: true, allowUnionTypes: true });
export const isTrialReport = ajv.compile<unknown>(trialReportSchema);

/** What is published about a report must be true of it. */
export function expectValid(report: unknown): void {
  const written = JSON.parse(JSON.stringify(report));
  expect(isTrialReport(written), ajv.errorsText(isTrialReport.errors)).toBe(true);
}
