import { expect, it } from 'vitest';
import { comparedPairs, pairFolder } from '../../scripts/lib/catalogue/pairs.ts';

const versions = (...names: readonly string[]) => names.map((version) => ({ version }));
const told = (...names: readonly string[]) =>
  comparedPairs(versions(...names)).map(({ from, to }) => `${from.version} ${to.version}`);

it('pairs each version with the one before it, and the last of the previous X with the newest', () => {
  expect(told()).toEqual([]);
  expect(told('1.0.0+1')).toEqual([]);
  expect(told('1.2.0+1', '1.1.0+1', '1.0.0+1')).toEqual(['1.1.0+1 1.2.0+1', '1.0.0+1 1.1.0+1']);
  expect(told('2.1.0+1', '2.0.0+1', '1.1.0+1', '1.0.0+1')).toEqual([
    '2.0.0+1 2.1.0+1',
    '1.1.0+1 2.0.0+1',
    '1.0.0+1 1.1.0+1',
    '1.1.0+1 2.1.0+1',
  ]);
  expect(told('2.0.0+1', '1.1.0+1')).toEqual(['1.1.0+1 2.0.0+1']);
  expect(told('unversioned', '1.0.0+1')).toEqual(['1.0.0+1 unversioned']);
});

it('has one folder a pair', () => {
  const [pair] = comparedPairs(versions('1.1.0+1', '1.0.0+1'));
  expect(pair && pairFolder('notes', pair)).toBe('r/notes/diff/1.0.0+1...1.1.0+1');
});
