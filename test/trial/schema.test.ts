import { expect, test } from 'vitest';
import type { Rung, TrialReport } from '../../scripts/lib/types.ts';
import { ALL_RUNGS, IMAGE, lintReport, rung, trialReport } from '../certificate/sample.ts';
import { expectValid, isTrialReport } from './report-schema.ts';

const retried = [{ step: 'GET /', reason: 'no answer', times: 2 }];
const base = { ref: 'main', status: 'pass', blame: 'this change' } as const;
const MISSING = { reference: 'a:1', services: ['app'], available: false, error: 'no route', missing: false } as const;
const whole = trialReport({ variant: 'mail', slowdown: 1.4, images: [IMAGE, MISSING], rungs: ALL_RUNGS });

function withRung(change: Partial<Rung>): TrialReport {
  return trialReport({ rungs: [rung('answers', change)] }, 'fail');
}

test.each([
  ['one report', whole],
  ['a list, also with what lint refused', [whole, lintReport()]],
  ['no report', []],
  ['a rung that failed', withRung({ status: 'fail', reason: 'no answer', retried, base })],
  ['a trial without an engine', trialReport({ engine: null, edge: null, images: [] })],
])('accepts %s', (_name, value) => expectValid(value));

test.each([
  ['a failure without a reason', withRung({ status: 'fail' })],
  ['a status there is not', withRung({ status: 'green' as Rung['status'] })],
  ['an image without a digest', trialReport({ images: [{ ...IMAGE, digest: undefined as unknown as string }] })],
  ['a machine faster than it can be', trialReport({ slowdown: 0.5 })],
  ['a lint report alone', lintReport()],
])('refuses %s', (_name, value) => {
  expect(isTrialReport(JSON.parse(JSON.stringify(value)))).toBe(false);
});
