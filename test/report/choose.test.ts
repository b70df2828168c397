import { describe, expect, test } from 'vitest';
import { chooseFindings } from '../../scripts/lib/report/choose.ts';
import { finding, report } from './sample.ts';

const findings = [
  finding({ rule: 'a' }),
  finding({ rule: 'a', severity: 'warning' }),
  finding({ rule: 'b', severity: 'info' }),
];

describe('the findings somebody asked to see', () => {
  test.each([
    ['error', 1],
    ['warning', 2],
    ['info', 3],
  ] as const)('least severity %s leaves %i', (least, number) => {
    expect(chooseFindings(report({ findings }), { least }).findings).toHaveLength(number);
  });

  test('of some rules, waived ones as well', () => {
    const chosen = chooseFindings(report({ findings, waived: findings }), { least: 'info', rules: new Set('b') });
    expect([...chosen.findings, ...chosen.waived].map(({ rule }) => rule)).toEqual(['b', 'b']);
  });

  test('decide the verdict, but never hide that we broke', () => {
    expect(chooseFindings(report({ findings }), { least: 'info', rules: new Set('a') }).verdict).toBe('fail');
    expect(chooseFindings(report({ findings }), { least: 'info', rules: new Set('b') }).verdict).toBe('pass');
    expect(
      chooseFindings(report({ findings, verdict: 'broken' }), { least: 'info', rules: new Set('b') }).verdict,
    ).toBe('broken');
  });
});
