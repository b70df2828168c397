import { expect, test } from 'vitest';
import { recipesIn } from '../../scripts/lib/check/changed.ts';
import { exitCodeOf } from '../../scripts/lib/check/summarise.ts';
import type { Verdict } from '../../scripts/lib/types.ts';

test.each<[readonly Verdict[], boolean, number]>([
  [['pass', 'pass'], true, 0],
  [['pass', 'unverified'], false, 0],
  [['pass', 'unverified'], true, 1],
  [['pass', 'fail'], false, 1],
  [['fail', 'broken'], false, 2],
  [[], false, 2],
])('verdicts %j, strict %s: exit %i', (verdicts, strict, code) => {
  expect(exitCodeOf(verdicts, strict)).toBe(code);
});

test('a changed file means the recipe whose folder holds it, and no other', () => {
  const paths = ['recipes/wiki/compose.yml', 'recipes/wikijs', 'README.md'];
  expect(recipesIn(paths, ['wiki', 'wikijs'])).toEqual(['wiki']);
});
