import { expect, test } from 'vitest';
import { chosenRungs } from '../../scripts/lib/trial/chosen.ts';
import { RUNGS } from '../../scripts/lib/trial/climbs.ts';

const NOTHING = { from: undefined, keep: false };

test('all rungs, unless some are named: then those, in the order they are climbed', () => {
  expect(chosenRungs(undefined, NOTHING)).toEqual(RUNGS);
  expect(chosenRungs('rolls-back,deploys', NOTHING)).toEqual(['deploys', 'rolls-back']);
});

test('a version to come from asks for the upgrade', () => {
  expect(chosenRungs('deploys', { from: '1.0.0+1', keep: false })).toEqual(['deploys', 'upgrades']);
});

test('to keep an engine there must be one to look at, and nothing more is climbed unasked', () => {
  expect(chosenRungs(undefined, { from: undefined, keep: true })).toEqual(['deploys', 'answers', 'removes']);
  const named = chosenRungs('upgrades', { from: undefined, keep: true });
  expect(named).toEqual(['deploys', 'answers', 'removes', 'upgrades']);
});

test('a rung that there is not is a wrong call', () => {
  expect(() => chosenRungs('deploys,flies', NOTHING)).toThrow('no rung "flies"');
});
