/** The builders of edits, apart from the rules that use them. */
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../scripts/lib/lint/edit/apply.ts';
import type { Fix } from '../../scripts/lib/lint/edit/fix.ts';
import { addLabel } from '../../scripts/lib/lint/edit/label.ts';
import { move } from '../../scripts/lib/lint/edit/move.ts';
import { append, put } from '../../scripts/lib/lint/edit/put.ts';
import { remove } from '../../scripts/lib/lint/edit/remove.ts';
import { asType, mapToList, quoted, replaceBy, unquoted } from '../../scripts/lib/lint/edit/replace.ts';
import type { Written } from '../../scripts/lib/lint/edit/written.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import type { Path } from '../../scripts/lib/types.ts';

/** The text after the fix; null where it declines. `at`: `a.b.0`. */
function fixed(text: string, at: string, fix: Fix): string | null {
  const file = recipeFile('compose.yml', Buffer.from(text), false);
  const path: Path = at.split('.').map((step) => (/^[0-9]+$/.test(step) ? Number(step) : step));
  const edits = fix({ file, path });
  return edits === null ? null : applyEdits(text, edits);
}

const putting =
  (written: Written): Fix =>
  (target) =>
    put(target, written);
const appending =
  (written: Written): Fix =>
  (target) =>
    append(target, written);

describe('remove', () => {
  it.each([
    ['a key', 'a: 1\nb: 2\nc: 3\n', 'b', 'a: 1\nc: 3\n'],
    ['the last key, without a newline at the end', 'a: 1\nb: 2', 'b', 'a: 1\n'],
    ['a block below a key', 'a:\n  b:\n    - 1\n    - 2\n  c: 3\n', 'a.b', 'a:\n  c: 3\n'],
    [
      'a key and keeps its comments',
      'a: 1\nb: # x\n  - 2 # y\n  # z\n  - 3\nc: 4\n',
      'b',
      'a: 1\n# x\n# y\n# z\nc: 4\n',
    ],
    ['no "#" that is no comment', 'a: "# x"\nb: y#z\nc: |\n  # text\nd: 1\n', 'c', 'a: "# x"\nb: y#z\nd: 1\n'],
    ['the only key', 'a:\n  b: 1\n', 'a.b', 'a: {}\n'],
    ['the only item', 'a:\n  - 1\n', 'a.0', 'a: []\n'],
    ['an item', 'a:\n  - 1\n  - b: 2\n    c: 3\n  - 4\n', 'a.1', 'a:\n  - 1\n  - 4\n'],
    ['the first key of an item', 'a:\n  - b: 1\n    c: 2\n', 'a.0.b', 'a:\n  - c: 2\n'],
    ['the first in braces', 'a: {b: 1, c: 2}\n', 'a.b', 'a: {c: 2}\n'],
    ['the last in braces', 'a: { b: 1, c: 2 }\n', 'a.c', 'a: { b: 1 }\n'],
    ['the only one in braces', 'a: {b: 1}\n', 'a.b', 'a: {}\n'],
    ['in brackets', 'a: [1, 2, 3]\n', 'a.1', 'a: [1, 3]\n'],
    ['in brackets over lines', 'a: [\n  1,\n  2,\n]\n', 'a.1', 'a: [\n  1,\n]\n'],
    ['in braces before a comment', 'a: {b: 1, # x\n  c: 2}\n', 'a.b', 'a: { # x\n  c: 2}\n'],
    ['with CR LF', 'a: 1\r\nb: 2 # x\r\nc: 3\r\n', 'b', 'a: 1\r\n# x\r\nc: 3\r\n'],
  ])('takes %s', (_, before, at, after) => {
    expect(fixed(before, at, remove)).toBe(after);
  });

  it.each([
    ['what an alias needs', 'a: &x 1\nb: *x\n', 'a'],
    ['what holds what an alias needs', 'a:\n  b: &x 1\nc: *x\n', 'a'],
    ['what came by alias', 'x: &x {a: 1, b: 2}\ny: *x\n', 'y.a'],
    ['what came by merge key', 'x: &x {a: 1}\ny:\n  <<: *x\n  b: 1\n', 'y.a'],
    ['what others have by alias', 'x: &x\n  a: 1\n  b: 2\ny: *x\n', 'x.a'],
    ['one of two equal keys', 'a: 1\na: 2\n', 'a'],
    ['comments within braces', 'a: {b: [1, # x\n  2], c: 2}\n', 'a.b'],
    ['a key in a file that is no YAML', 'a: 1\nb: [\n', 'a'],
    ['what is not there', 'a: 1\n', 'b'],
    ['the only key of a file', 'a: 1\n', 'a'],
    ['block text whose last lines count', 'a: 1\nb: |+\n  x\n\nc: 2\n', 'b'],
  ])('leaves %s', (_, text, at) => {
    expect(fixed(text, at, remove)).toBeNull();
  });
});

describe('put', () => {
  it.each([
    ['below a mapping', 'a:\n  b: 1 # x\n\nc: 2\n', 'a.d', 'a:\n  b: 1 # x\n  d: v\n\nc: 2\n'],
    ['mappings on the way, in the step of the file', 'a:\n    b: 1\n', 'a.c.d', 'a:\n    b: 1\n    c:\n        d: v\n'],
    ['below a key without a value', 'a: # x\nb: 1\n', 'a.c', 'a: # x\n  c: v\nb: 1\n'],
    ['in braces', 'a: {b: 1}\n', 'a.c.d', 'a: {b: 1, c: {d: v}}\n'],
    ['in empty braces', 'a: {}\n', 'a.c', 'a: {c: v}\n'],
    ['behind a last comma', 'a: {\n  b: 1,\n}\n', 'a.c', 'a: {\n  b: 1, c: v\n}\n'],
    ['behind block text', 'a:\n  b: |\n    x\n\nc: 1\n', 'a.d', 'a:\n  b: |\n    x\n  d: v\n\nc: 1\n'],
    ['without a newline at the end', 'a:\n  b: 1', 'a.c', 'a:\n  b: 1\n  c: v'],
    ['behind nested lists', 'a:\n  b:\n  - - 1\n    - 2\n', 'a.c', 'a:\n  b:\n  - - 1\n    - 2\n  c: v\n'],
    ['beside a merge key', 'x: &x {b: 1}\na:\n  <<: *x\n', 'a.c', 'x: &x {b: 1}\na:\n  <<: *x\n  c: v\n'],
  ])('writes %s', (_, before, at, after) => {
    expect(fixed(before, at, putting('v'))).toBe(after);
  });

  it.each([
    ['over a value', 'a: {b: 1}\n', 'a.b'],
    ['over one that is merged', 'x: &x {b: {c: 1}}\na:\n  <<: *x\n', 'a.b.d'],
    ['into an alias', 'x: &x {b: 1}\na: *x\n', 'a.c'],
    ['into what has an alias', 'x: &x {b: 1}\na: *x\n', 'x.c'],
    ['into a scalar', 'a: 1\n', 'a.b'],
    ['into a list', 'a: [1]\n', 'a.b'],
    ['behind block text whose last lines count', 'a:\n  b: |+\n    x\n\nc: 1\n', 'a.d'],
  ])('writes nothing %s', (_, text, at) => {
    expect(fixed(text, at, putting('v'))).toBeNull();
  });

  it('quotes in braces what braces would end', () => {
    expect(fixed('a: {}\n', 'a.b', putting('${X:-1}'))).toBe('a: {b: "${X:-1}"}\n');
    expect(fixed('a: {}\n', 'a.b', putting('it\'s "{}"'))).toBe(`a: {b: 'it''s "{}"'}\n`);
  });
});

describe('append', () => {
  it.each([
    ['an item', 'a:\n- 1 # x\nb: 2\n', 'a', 'v', 'a:\n- 1 # x\n- v\nb: 2\n'],
    ['a mapping', 'a:\n    - 1\n', 'a', { b: 'v', c: { d: 'w' } }, 'a:\n    - 1\n    - b: v\n      c:\n        d: w\n'],
    ['in brackets', 'a: [1]\n', 'a', { b: 'v' }, 'a: [1, {b: v}]\n'],
    ['the first', 'a: []\n', 'a', 'v', 'a: [v]\n'],
    ['to a list that is not there', 'a:\n  b: 1\n', 'a.c', 'v', 'a:\n  b: 1\n  c:\n    - v\n'],
    [
      'with dashes below the key, as elsewhere',
      'x:\n- 1\na:\n  b: 1\n',
      'a.c',
      'v',
      'x:\n- 1\na:\n  b: 1\n  c:\n  - v\n',
    ],
  ])('adds %s', (_, before, at, written, after) => {
    expect(fixed(before, at, appending(written))).toBe(after);
  });
});

describe('quotes', () => {
  it.each([
    ['a: true # x\n', quoted, 'a: "true" # x\n'],
    ['a: "x"\n', quoted, null],
    ['a: "80"\n', unquoted, 'a: 80\n'],
    ["a: '0440'\n", unquoted, 'a: 0440\n'],
    ['a: "8x"\n', unquoted, null],
    ['a: 3.8\n', asType(['string']), 'a: "3.8"\n'],
    ['a: 1\n', asType(['boolean']), null],
    ['a: "true"\n', asType(['boolean']), 'a: true\n'],
    ['a: "true"\n', asType(['integer']), null],
    ['a: "0.5"\n', asType(['integer']), null],
    ['a: "0.5"\n', asType(['number']), 'a: 0.5\n'],
    ['a: "3"\n', asType(['integer', 'null']), 'a: 3\n'],
    ['a: [1]\n', asType(['string']), null],
    ['a: !!int "3"\n', asType(['integer']), null],
    ['a: old\n', replaceBy('new'), 'a: new\n'],
    ['a: old\n', replaceBy('true'), 'a: "true"\n'],
    ['a: old\n', replaceBy('# no comment'), 'a: "# no comment"\n'],
  ] as const)('%j', (before, fix, after) => {
    expect(fixed(before, 'a', fix)).toBe(after);
  });
});

it('moves a key only where that says the same', () => {
  const rename = move(['c', 'd'], ({ source }) => source);
  expect(fixed('a:\n  b: "1" # x\n', 'a.b', rename)).toBe('a:\n  c:\n    d: "1" # x\n');
  expect(fixed('a:\n  b: "1" # x\n  c: {e: 2} # y\n', 'a.b', rename)).toBe('a:\n  # x\n  c: {e: 2, d: "1"} # y\n');
  expect(fixed('a:\n  - b: 1\n    e: 2\n', 'a.0.b', rename)).toBe('a:\n  - c:\n      d: 1\n    e: 2\n');
  expect(fixed('a:\n  b: 1\n  c: {d: 2}\n', 'a.b', rename)).toBeNull();
  expect(fixed('a:\n  b: &x 1\n', 'a.b', rename)).toBeNull();
  expect(fixed('a:\n  b: >\n    x\n    y\n', 'a.b', rename)).toBeNull();
});

it('leaves of a mapping the list of its keys', () => {
  expect(fixed('a:\n    b: {c: 1}\n    "d": # x\n        e: 1\n', 'a', mapToList)).toBe('a:\n    - b\n    - "d" # x\n');
  expect(fixed('a: {b: {c: 1}, d}\n', 'a', mapToList)).toBe('a: [b, d]\n');
  expect(fixed('a: {b: &x {c: 1}}\nd: *x\n', 'a', mapToList)).toBeNull();
  expect(fixed('a: {}\n', 'a', mapToList)).toBeNull();
});

it('adds a label in the form of the others', () => {
  const label = addLabel('k', 'v');
  expect(fixed('l:\n  - a=b\n', 'l.0', label)).toBe('l:\n  - a=b\n  - "k=v"\n');
  expect(fixed('l:\n  a: b\n', 'l.a', label)).toBe('l:\n  a: b\n  k: "v"\n');
  expect(fixed('l:\n  a: b\n', 'l.a', addLabel('${K}', 'v'))).toBeNull();
});
