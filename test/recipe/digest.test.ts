import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { treeDigest } from '../../scripts/lib/recipe/digest.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import { textFile } from './files.ts';

const tree = [textFile('a\n', 'a'), textFile('b\n', 'b', true), recipeFile('c/d', Buffer.from([0xff, 0]), false)];

test('the order of reading does not matter', () => {
  expect(treeDigest(tree.toReversed())).toBe(treeDigest(tree));
});

test('it is the sha256 of the tree as documented', () => {
  const text = 'recipe-commons/tree/1\n100644 1 2\na\na\n\n100755 1 2\nb\nb\n\n100644 3 2\nc/d\n';
  const bytes = Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0]), Buffer.from('\n')]);
  expect(treeDigest(tree)).toBe(createHash('sha256').update(bytes).digest('hex'));
});

test('neither do certificates nor the settings of a hoster', () => {
  const more = [textFile('x', 'certificates/1.json'), textFile('PASSWORD=x', '.env')];
  expect(treeDigest([...tree, ...more])).toBe(treeDigest(tree));
});

test.each([
  ['a byte', [textFile('A\n', 'a'), ...tree.slice(1)]],
  ['a name', [textFile('a\n', 'A'), ...tree.slice(1)]],
  ['a mode', [textFile('a\n', 'a', true), ...tree.slice(1)]],
  ['a byte that is no text', [...tree.slice(0, 2), recipeFile('c/d', Buffer.from([0xfe, 0]), false)]],
  ['a missing file', tree.slice(1)],
  ['an additional file', [...tree, textFile('', 'e')]],
  ['a folder', [textFile('a\n', 'c/a'), ...tree.slice(1)]],
  ['bytes moved from one file to the next', [textFile('a', 'a'), textFile('\nb\n', 'b', true), ...tree.slice(2)]],
])('%s changes it', (_name, changed) => {
  expect(treeDigest(changed)).not.toBe(treeDigest(tree));
});
