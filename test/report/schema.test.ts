import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { reportSchema } from '../../scripts/lib/report/schema.ts';
import { finding, report } from './sample.ts';

const isReport = new Ajv({ strict: true, allowUnionTypes: true }).compile<unknown>(reportSchema);

const whole = report({
  subject: { recipe: 'web', version: null, digest: 'sha256:0', commit: null, path: 'web/compose.yml', alone: true },
  findings: [
    finding({ fix: [{ file: 'compose.yml', start: 0, end: 1, text: '' }] }),
    finding({ path: null, place: null }),
  ],
  waived: [finding({ waiver: { reason: 'it is behind a proxy', until: '2027-01-01' } })],
});

test.each([
  ['one report', whole],
  ['a list', [whole, report()]],
  ['no report', []],
])('accepts %s', (_name, value) => {
  expect(isReport(value)).toBe(true);
});

test.each([
  ['another number', { ...whole, schema: 'recipe-commons/report/2' }],
  ['a verdict there is not', { ...whole, verdict: 'ok' }],
  ['a finding without help', { ...whole, findings: [{ ...finding(), help: undefined }] }],
  ['a column from 0', { ...whole, findings: [finding({ place: { file: 'a', line: 1, column: 0 } })] }],
  ['a waived finding without reason', { ...whole, waived: [{ ...finding(), waiver: {} }] }],
])('refuses %s', (_name, value) => {
  expect(isReport(JSON.parse(JSON.stringify(value)))).toBe(false);
});
