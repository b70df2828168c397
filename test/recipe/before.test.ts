import { expect, test } from 'vitest';
import { startingPoints } from '../../scripts/lib/recipe/before.ts';

const PUBLISHED = ['0.9.0+1', '1.0.0+1', '1.0.1+1', '1.1.0+2', '1.1.1+2', '1.2.0+3', '1.2.1+3', '2.0.0+4'];

test.each([
  ['the one before, the minor before and the oldest of this X', '1.2.2+3', ['1.2.1+3', '1.1.1+2', '1.0.0+1']],
  ['the first of a minor comes from the minor before', '1.2.0+3', ['1.1.1+2', '1.0.0+1']],
  ['where all three are one', '1.0.1+1', ['1.0.0+1']],
  ['a new X has only those that lead to it', '2.0.0+4', ['1.2.1+3']],
  ['none behind it, once it is there', '2.0.1+4', ['2.0.0+4']],
  ['the first of all', '0.9.0+1', []],
  ['a minor before that was skipped', '1.9.0+9', ['1.2.1+3', '1.0.0+1']],
])('%s', (_name, version, points) => {
  expect(startingPoints(PUBLISHED, version)).toEqual(points);
});

test('a recipe without a version comes from the latest', () => {
  expect(startingPoints(PUBLISHED, null)).toEqual(['2.0.0+4']);
});
