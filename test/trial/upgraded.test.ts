import { expect, test } from 'vitest';
import type { Canary } from '../../scripts/lib/trial/canary/canary.ts';
import { rung } from '../../scripts/lib/trial/rung.ts';
import { judgeUpgrade, sawOutage, together, type Upgraded } from '../../scripts/lib/trial/rungs/upgraded.ts';

const canary: Canary = { kind: 'volume', where: 'volume x_data: a file', look: async () => null };
const fault = { reason: 'Service "app" failed.', ours: false, service: 'app', containerId: null };
const planted = { canaries: [canary], unplanted: [], spared: [], refused: null };

/** An upgrade in which nobody noticed anything. */
const smooth: Upgraded = {
  from: '1.0.0+1',
  plan: { volumes: ['x_data'], caches: [] },
  fault: null,
  lost: [],
  planted,
  changed: true,
  unheard: null,
  outage: { requests: 40, failed: 0, longestGapMs: 0 },
  control: { requests: 12, failed: 5, longestGapMs: 1300 },
  evidence: [],
  seconds: 2,
};

test('a smooth upgrade passes when its prober was seen to see an outage', () => {
  const passed = judgeUpgrade(smooth);
  expect(passed).toMatchObject({ status: 'pass', measures: { requestsFailed: 0, controlRequestsFailed: 5 } });
  expect(sawOutage(passed)).toBe(true);
});

test.each<[string, Partial<Upgraded>, string, string]>([
  ['it fails', { fault }, 'fail', 'From 1.0.0+1: Service "app" failed.'],
  ['a datum is lost', { lost: ['x'] }, 'fail', 'From 1.0.0+1 data was lost: x.'],
  ['a seed fails', { planted: { ...planted, refused: 'no.' } }, 'fail', 'From 1.0.0+1: no.'],
  [
    'it changes nothing',
    { changed: false },
    'unverified',
    'From 1.0.0+1 nothing was upgraded: both run the same images with the same settings',
  ],
  [
    'nobody was answered before it began',
    { unheard: 'GET https://x.test/: no answer (reset).' },
    'unverified',
    'From 1.0.0+1: the prober is blind: GET https://x.test/: no answer (reset).',
  ],
  [
    'its prober sees nothing',
    { control: { requests: 12, failed: 0, longestGapMs: 0 } },
    'unverified',
    'From 1.0.0+1: the prober is blind: with the service taken away, not one request failed',
  ],
])('no upgrade passes when %s', (_name, change, status, reason) => {
  expect(judgeUpgrade({ ...smooth, ...change })).toMatchObject({ status, reason });
});

test('several upgrades pass together, the worst of each measure in front', () => {
  const one = rung('upgrades', 'pass', { measures: { secondsToHealthy: 2, canaries: 4, requestsFailed: 1 } });
  const other = rung('upgrades', 'pass', { measures: { secondsToHealthy: 3, canaries: 2, requestsFailed: 2 } });
  const both = together([
    { from: '1.1.0+2', rung: one },
    { from: '1.0.0+1', rung: other },
  ]);
  expect(both.status).toBe('pass');
  expect(both.measures).toEqual({
    upgrades: 2,
    secondsToHealthy: 3,
    canaries: 2,
    requestsFailed: 3,
    'secondsToHealthy from 1.1.0+2': 2,
    'canaries from 1.1.0+2': 4,
    'requestsFailed from 1.1.0+2': 1,
    'secondsToHealthy from 1.0.0+1': 3,
    'canaries from 1.0.0+1': 2,
    'requestsFailed from 1.0.0+1': 2,
  });
});

test('one that fails outweighs one that could not be tried, and that one that passed', () => {
  const pass = { from: 'a', rung: rung('upgrades', 'pass') };
  const unverified = { from: 'b', rung: rung('upgrades', 'unverified', { reason: 'no image' }) };
  const fail = { from: 'c', rung: rung('upgrades', 'fail', { reason: 'lost' }) };
  expect(together([pass, unverified])).toMatchObject({ status: 'unverified', reason: 'no image' });
  expect(together([pass, unverified, fail])).toMatchObject({ status: 'fail', reason: 'lost' });
});
