/** A size that is a limit of ours is still fine; Docker's must not be reached. */
import { expect, test } from 'vitest';
import { lint } from '../../scripts/lib/lint/lint.ts';
import { sizeFault } from '../../scripts/lib/recipe/limits.ts';
import { recipeWith } from './fixtures.ts';

test.each([
  ['compose.yml', 128 * 1024],
  ['app.conf', 1024 * 1024],
])('%s may have %i bytes, and not one more', (path, limit) => {
  expect(sizeFault(path, limit)).toBeNull();
  expect(sizeFault(path, limit + 1)?.message).toContain(`has ${limit + 1} bytes, over the limit of ${limit};`);
});

test.each([
  ['config', 1_023_999],
  ['secret', 511_999],
])('a %s may have %i bytes, and not one more', (kind, most) => {
  const compose = `${kind}s:\n  large:\n    file: ./large.txt\n`;
  const messages = (bytes: number) =>
    lint(recipeWith({ 'compose.more.yml': compose, 'large.txt': 'x'.repeat(bytes) }), { today: '2026-06-15' })
      .findings.filter(({ rule }) => rule === 'config-file-unusable')
      .map(({ message }) => message);
  expect(messages(most)).toEqual([]);
  expect(messages(most + 1)).toEqual([`File "./large.txt" of ${kind} "large" has ${most + 1} bytes, over ${most}`]);
});
