import pc from 'picocolors';
import { expect, test } from 'vitest';
import { ruleExplanation, ruleList, rulesJson } from '../../scripts/lib/report/rules.ts';

const colors = pc.createColors(false);
const docs = { why: `It matters ${'very '.repeat(30)}much.`, fix: 'Repair it.', refs: ['CIS 5.4', 'abra R009'] };
const rule = { id: 'some-rule', family: 'swarm', severity: 'error', summary: 'Something is wrong', docs } as const;

test('the list is grouped by family, sorted and aligned', () => {
  const rules = [
    rule,
    { ...rule, id: 'a-rule-with-a-name', severity: 'info' },
    { ...rule, id: 'b', family: 'image' },
  ] as const;
  expect(ruleList(rules, colors)).toMatch(
    /^swarm: .+ \(2\)\na-rule-with-a-name {2}info {5}Something is wrong\nsome-rule {11}error {4}Something is wrong\n\nimage: .+ \(1\)\nb {19}error .+\n\n3 rules/,
  );
});

test('for programs it is JSON, with all that the documentation shows', () => {
  expect(JSON.parse(rulesJson([rule]))).toEqual([{ ...rule, waivable: true }]);
});

test('an explanation says why, how to repair, how to waive and on what it rests, within the width', () => {
  const text = ruleExplanation(rule, colors, 60);
  for (const part of ['some-rule  error', 'Something is wrong.', 'Repair it.', 'waivers', 'CIS 5.4 · abra R009']) {
    expect(text).toContain(part);
  }
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
});

test('a rule that guards others says that it cannot be waived', () => {
  expect(ruleExplanation({ ...rule, waivable: false }, colors, 80)).toContain('cannot be waived');
});
