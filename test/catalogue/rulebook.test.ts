import { expect, test } from 'vitest';
import { baseFiles, CASE_DAY } from '../../scripts/lib/catalogue/cases.ts';
import { excerpt } from '../../scripts/lib/catalogue/excerpt.ts';
import { ruleFile } from '../../scripts/lib/catalogue/machine.ts';
import { buildRulebook, type RulebookSource, type RuleCase } from '../../scripts/lib/catalogue/rulebook.ts';
import { ALL_RULES } from '../../scripts/lib/lint/lint.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import { recipeWith } from '../lint/fixtures.ts';

function badCase(name: string, text: string, rule = 'privileged'): RuleCase {
  const own = [recipeFile('compose.more.yml', Buffer.from(text), false)];
  const recipe = recipeWith({ 'compose.more.yml': text });
  return {
    rule,
    kind: 'bad',
    name,
    recipe,
    own,
    without: [],
    published: { versions: [] },
    publishedOwn: [],
  };
}

const FLAG = 'services:\n  extra:\n    image: ghcr.io/example/extra:1.0\n    privileged: true\n';

function source(cases: readonly RuleCase[], more: readonly string[] = []): RulebookSource {
  const results = [{ rule: 'privileged', recipe: 'wiki', planted: 2, found: 1, missed: ['there'] }];
  return {
    rules: ALL_RULES.filter(({ id }) => ['privileged', 'rule-broken', 'app-service', ...more].includes(id)),
    cases,
    base: baseFiles(),
    today: CASE_DAY,
    unplantable: { 'rule-broken': 'No recipe does it.' },
    selfTest: { recipes: ['wiki'], results },
    of: 9,
  };
}

test('rules come family by family with what is known of each', () => {
  const { rules, selfTest } = buildRulebook(source([badCase('flag', FLAG)]));
  expect(rules.map(({ id }) => id)).toEqual(['app-service', 'privileged', 'rule-broken']);
  expect(rules[1]).toMatchObject({ severity: 'error', waivable: false, selfTest: { planted: 2, found: 1 } });
  expect(rules[2]).toMatchObject({ unplantable: 'No recipe does it.', bad: [], good: [] });
  expect(selfTest).toEqual({ planted: 2, found: 1, of: 9, recipes: [{ name: 'wiki', planted: 2, found: 1 }] });
});

test('an example has its lines, the place marked, and what lint says', () => {
  const [example] = buildRulebook(source([badCase('flag', FLAG)])).rules[1]?.bad ?? [];
  expect(example?.files).toEqual([
    {
      path: 'compose.more.yml',
      version: null,
      lines: [
        { number: 1, text: 'services:', marker: null },
        { number: 2, text: '  extra:', marker: null },
        { number: 3, text: '    image: ghcr.io/example/extra:1.0', marker: null },
        { number: 4, text: '    privileged: true', marker: `${' '.repeat(16)}^^^^` },
      ],
    },
  ]);
  expect(example?.findings).toMatchObject([
    {
      severity: 'error',
      file: 'compose.more.yml',
      at: { line: 4, column: 17 },
      message: expect.stringContaining('power'),
    },
  ]);
  expect(example?.others).toContain('memory-limit-missing');
});

test('two findings in one line share its marker', () => {
  const text = FLAG.replace('privileged: true', 'cap_add: [ALL, SYS_ADMIN]');
  const rule = 'dangerous-capability';
  const { rules } = buildRulebook(source([badCase('two', text, rule)], [rule]));
  const [example] = rules.find(({ id }) => id === rule)?.bad ?? [];
  expect(example?.files[0]?.lines[3]?.marker).toBe(`${' '.repeat(14)}^^^  ^^^^^^^^^`);
});

test('the three shortest cases are shown', () => {
  const cases = [4, 2, 3, 1].map((length) => badCase(`c${length}`, FLAG + '# more\n'.repeat(length)));
  const shown = buildRulebook(source(cases)).rules[1]?.bad.map((each) => each.case);
  expect(shown).toEqual(['privileged/bad/c1', 'privileged/bad/c2', 'privileged/bad/c3']);
});

test('the machine file has all but the examples', () => {
  const { path, content } = ruleFile(buildRulebook(source([badCase('flag', FLAG)])));
  expect(path).toBe('rules.json');
  const { schema, rules } = JSON.parse(content);
  expect(schema).toBe('recipe-commons/rules/1');
  expect(rules[1]).toMatchObject({ id: 'privileged', refs: expect.any(Array), page: 'rules/privileged/' });
  expect(rules[1].bad).toBeUndefined();
});

test('an excerpt is the text, or what matters of it within forty lines', () => {
  const numbers = (text: string, marked: readonly number[], usual: string | null = null) =>
    excerpt(text, marked, usual).map(({ number }) => number);
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index + 1}`);
  const long = `${lines.join('\n')}\n`;
  expect(numbers('a\nb\n', [])).toEqual([1, 2]);
  expect(numbers('a\nb\n', [3])).toEqual([1, 2, 3]);
  expect(numbers(long, [50])).toEqual([0, ...range(42, 54), 0]);
  expect(numbers(long, [3, 90])).toEqual([...range(1, 7), 0, ...range(82, 94), 0]);
  expect(numbers(long, [], long.replace('line 60\n', 'another\n'))).toEqual([0, ...range(52, 64), 0]);
  expect(numbers(long, [], null).length).toBeLessThanOrEqual(40);
  expect(numbers(long, range(1, 100)).length).toBeLessThanOrEqual(40);
});

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
