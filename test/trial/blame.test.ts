import { expect, test } from 'vitest';
import type { Parting } from '../../scripts/lib/trial/attend.ts';
import { blame } from '../../scripts/lib/trial/blame.ts';
import { rung } from '../../scripts/lib/trial/rung.ts';
import type { Evidence } from '../../scripts/lib/types.ts';

const log: Evidence = { kind: 'log', title: 'What the engine itself said', file: 'evidence/engine.txt' };
const passed = rung('deploys', 'pass');
const failed = rung('removes', 'fail', { reason: 'This stayed.' });

function parting(condition: Partial<Parting['condition']>, evidence: readonly Evidence[] = []): Parting {
  return { condition: { ailment: null, filledBytes: null, log: '', ...condition }, evidence };
}

const well = parting({});
const ill = parting({ ailment: 'the daemon ended' }, [log]);
const full = parting({ filledBytes: 32e9 });

test('on engines that were well everything stays as it was seen', () => {
  const result = { rungs: [passed, failed], broken: null };
  expect(blame(result, [well, well], 'deploys')).toEqual(result);
  expect(blame(result, [], 'deploys')).toEqual(result);
});

test('what failed while an engine was ill is not held against the recipe, and the evidence is kept', () => {
  expect(blame({ rungs: [passed, failed], broken: null }, [well, ill], 'deploys')).toEqual({
    rungs: [passed, { ...failed, status: 'unverified', reason: 'the daemon ended', evidence: [log] }],
    broken: 'the daemon ended',
  });
});

test('what passed although an engine became ill has passed', () => {
  const result = { rungs: [passed], broken: null };
  expect(blame(result, [ill], 'deploys')).toEqual(result);
});

test('the ailment is the better reason for having got no further', () => {
  expect(blame({ rungs: [], broken: 'connect ECONNREFUSED' }, [ill], 'deploys')).toMatchObject({
    rungs: [{ id: 'deploys', status: 'unverified', reason: 'the daemon ended', evidence: [log] }],
    broken: 'the daemon ended',
  });
  expect(blame({ rungs: [], broken: 'no edge' }, [well], 'deploys')).toEqual({ rungs: [], broken: 'no edge' });
});

test('a stack that filled its disk fails by it, or besides', () => {
  expect(blame({ rungs: [passed, failed], broken: null }, [full], 'deploys').rungs[1]).toMatchObject({
    status: 'fail',
    reason: 'This stayed. The stack filled its disk of 32 GB.',
  });
  expect(blame({ rungs: [passed], broken: null }, [full], 'deploys').rungs).toMatchObject([
    { id: 'deploys', status: 'fail', reason: 'The stack filled its disk of 32 GB.' },
  ]);
});
