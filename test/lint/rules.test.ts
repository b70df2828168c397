import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { ALL_RULES, lint } from '../../scripts/lib/lint/lint.ts';
import { RULES } from '../../scripts/lib/lint/rules.ts';
import { caseFiles, casePublished, cases, recipeOf, recipeWith } from './fixtures.ts';

// One test lints all cases; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const TODAY = '2026-01-01';

test('the recipe that all cases start from has no finding', () => {
  expect(lint(recipeWith(), { today: TODAY })).toEqual({ findings: [], waived: [], looked: 4 });
});

test.each(RULES.map(({ id }) => id))('rule %s has a bad and a good case', (id) => {
  const kinds = cases().flatMap(({ rule, kind }) => (rule === id ? [kind] : []));
  expect(kinds).toEqual(expect.arrayContaining(['ok', 'bad']));
});

test('every case belongs to a rule', () => {
  const ids = ALL_RULES.map(({ id }) => id);
  expect(cases().filter(({ rule }) => !ids.includes(rule))).toEqual([]);
});

test.each(cases().map((each) => [`${each.rule}/${each.kind}/${each.name}`, each] as const))('%s', (_, each) => {
  const { findings } = lint(recipeOf(caseFiles(each.folder)), { today: TODAY, published: casePublished(each.folder) });
  const found = findings
    .filter(({ rule }) => rule === each.rule)
    .map(({ rule, severity, message, place }) => {
      const { file = '', line, column } = place ?? {};
      return { rule, severity, message, file: file.replace('recipes/wiki/', ''), line, column };
    });
  const expected = each.kind === 'ok' ? [] : JSON.parse(readFileSync(join(each.folder, 'expected.json'), 'utf8'));
  expect(found).toEqual(expected);
});

test.each(ALL_RULES.map((rule) => [rule.id, rule] as const))('rule %s explains itself', (id, rule) => {
  expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  expect(ALL_RULES.filter((other) => other.id === id)).toHaveLength(1);
  expect(rule.summary).toMatch(/^.{10,110}[^.]$/);
  expect(rule.docs.why).toMatch(/\.$/);
  expect(rule.docs.fix).toMatch(/\.$/);
});

test('every finding is told as what is wrong and a sentence of repair', () => {
  for (const { kind, folder } of cases()) {
    for (const { message, help } of kind === 'bad'
      ? lint(recipeOf(caseFiles(folder)), { today: TODAY, published: casePublished(folder) }).findings
      : []) {
      expect(message).not.toMatch(/\.$/);
      expect(help).toMatch(/[.?]$/);
    }
  }
});
