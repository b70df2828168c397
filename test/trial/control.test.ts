import { expect, test } from 'vitest';
import { blindnessOf } from '../../scripts/lib/trial/control.ts';

const quiet = { requests: 40, failed: 0, longestGapMs: 0 };
const outage = { requests: 12, failed: 5, longestGapMs: 1300 };

test.each([
  ['it saw an outage by itself', outage, null],
  ['it saw none, and then one that was caused', quiet, outage],
])('a prober sees: %s', (_name, seen, control) => {
  expect(blindnessOf(seen, control)).toBeNull();
});

test.each([
  ['it asked nothing', { requests: 0, failed: 0, longestGapMs: 0 }, null, /asked nothing/],
  ['nothing it asked for was ever right', { ...outage, failed: 12 }, null, /not one of 12 requests was answered right/],
  ['an outage that was caused passed by', quiet, quiet, /with the service taken away, not one request failed/],
])('a prober is blind: %s', (_name, seen, control, reason) => {
  expect(blindnessOf(seen, control)).toMatch(reason);
});
