import { expect, test } from 'vitest';
import { judgeBase } from '../../scripts/lib/check/attribute.ts';
import type { BaseRung, Rung } from '../../scripts/lib/types.ts';
import { rung } from '../certificate/sample.ts';

const WHY = { reason: 'exit 127' };

test.each<[string, readonly Rung[] | string | null, BaseRung['blame'], BaseRung['status']]>([
  ['passes there', [rung('answers')], 'this change', 'pass'],
  ['fails there too', [rung('answers', { status: 'fail', ...WHY })], 'already so', 'fail'],
  ['cannot be tried there', [rung('answers', { status: 'unverified', ...WHY })], 'unknown', 'unverified'],
  ['is skipped there', [rung('answers', { status: 'skip', ...WHY })], 'unknown', 'skip'],
  ['is not reached there', [rung('deploys', { status: 'fail', ...WHY })], 'unknown', 'unverified'],
  ['must not be tried there', 'lint refuses it', 'unknown', 'unverified'],
  ['is of a new recipe', null, 'this change', 'absent'],
])('a rung that %s', (_name, climbed, blame, status) => {
  expect(judgeBase('answers', climbed)).toMatchObject({ blame, status });
});
