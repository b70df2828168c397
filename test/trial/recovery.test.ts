import { describe, expect, test } from 'vitest';
import type { Observation, ObservedService, ObservedTask } from '../../scripts/lib/trial/observation.ts';
import { type Recovery, recovery, shuffled } from '../../scripts/lib/trial/recovery/judge.ts';
import { lossReport } from '../../scripts/lib/trial/recovery/loss-report.ts';

const KILLED_AT = 10_000;

function service(name: string, rest: Partial<ObservedService> = {}): ObservedService {
  return {
    id: name,
    name,
    replicas: 1,
    restarts: 'any',
    image: 'x',
    memoryLimitBytes: null,
    forceUpdate: 0,
    containerSpec: {},
    hasHealthcheck: true,
    stopGraceMs: 0,
    updatedAt: 0,
    update: null,
    ...rest,
  };
}

function task(serviceId: string, rest: Partial<ObservedTask> = {}): ObservedTask {
  return {
    id: `${serviceId}-${rest.createdAt ?? 0}`,
    serviceId,
    slot: 1,
    nodeId: 'node',
    createdAt: 0,
    desired: 'running',
    state: 'running',
    since: 1000,
    error: '',
    exitCode: null,
    containerId: serviceId,
    forceUpdate: 0,
    containerSpec: {},
    oomKilled: false,
    ...rest,
  };
}

const crash = (serviceId: string, createdAt: number): ObservedTask =>
  task(serviceId, {
    createdAt,
    since: createdAt,
    desired: 'shutdown',
    state: 'failed',
    exitCode: 3,
    error: 'task: non-zero exit (3)',
    containerId: `${serviceId}-${createdAt}`,
  });

/** Of a stack whose `app` was killed at 10 s. */
function judge(tasks: readonly ObservedTask[], now: number, app: Partial<ObservedService> = {}): Recovery {
  const observed: Observation = { services: [service('app', app), service('db')], tasks, nodes: 1 };
  return recovery({ at: KILLED_AT, killed: new Set(['app']) }, observed, now);
}

describe('after a kill', () => {
  test('what was killed counts as gone even while swarm still says that it runs', () => {
    expect(judge([task('app'), task('db')], 10_100)).toMatchObject({ status: 'waiting' });
  });

  test('the stack is back when another task runs, from the moment it was healthy', () => {
    const next = task('app', { containerId: 'next', createdAt: 10_200, since: 15_000 });
    expect(judge([crash('app', 0), next, task('db')], 15_100)).toEqual({ status: 'back', at: 15_000 });
  });

  test('a task without a healthcheck must go on running for a while', () => {
    const next = task('app', { containerId: 'next', createdAt: 10_200, since: 15_000 });
    const tasks = [next, task('db')];
    expect(judge(tasks, 15_100, { hasHealthcheck: false }).status).toBe('waiting');
    expect(judge(tasks, 18_100, { hasHealthcheck: false }).status).toBe('back');
  });

  test.each([
    ['none' as const, 'its restart_policy has the condition "none"'],
    ['any' as const, 'its restart_policy allows no more attempts (max_attempts)'],
  ])('a task that nobody replaces is a fault (%s)', (restarts, why) => {
    const tasks = restarts === 'none' ? [crash('app', 0), task('db')] : [crash('app', 10_200), task('db')];
    expect(judge(tasks, 10_500, { restarts }).status).toBe('waiting');
    expect(judge(tasks, 14_000, { restarts })).toMatchObject({
      status: 'failed',
      service: 'app',
      reason: `Service "app" stays down: ${why}.`,
    });
  });

  test('as long as swarm has not noticed, nobody gave up', () => {
    expect(judge([task('app'), task('db')], 30_000).status).toBe('waiting');
  });

  test('a task that finds no place is a fault once that lasts', () => {
    const pending = task('app', {
      containerId: null,
      createdAt: 10_200,
      since: 10_300,
      state: 'pending',
      error: 'no suitable node',
    });
    expect(judge([pending, task('db')], 11_000).status).toBe('waiting');
    expect(judge([pending, task('db')], 14_000)).toMatchObject({
      status: 'failed',
      reason: 'Service "app" cannot be placed: no suitable node.',
    });
  });

  test('crashes count only from when all siblings run', () => {
    const next = task('app', { containerId: null, state: 'ready', desired: 'ready', createdAt: 25_000, since: 25_000 });
    const crashes = [crash('app', 11_000), crash('app', 16_000), crash('app', 21_000), next];
    expect(judge([...crashes, task('db', { state: 'starting' })], 25_100).status).toBe('waiting');
    expect(judge([...crashes, task('db', { since: 20_000 })], 25_100).status).toBe('waiting');
    expect(judge([...crashes, task('db', { since: 15_000 })], 25_100)).toMatchObject({
      status: 'failed',
      reason: 'Service "app" does not come back: it fails with exit code 3 again and again: task: non-zero exit (3).',
    });
  });
});

describe('the loss of a node', () => {
  test.each([
    ['with data' as const, 2, /^a lost node does no harm/],
    ['empty' as const, 1, /^single-node only: .* it comes back empty on another after 12.3 s/],
    ['not at all' as const, 0, /^single-node only: .* does not come back/],
  ])('%s is a measure and a sentence', (grade, nodeLoss, words) => {
    const { measures, text } = lossReport({ grade, reason: 'why', seconds: 12.34, drainSeconds: null });
    expect(measures).toEqual({ nodeLoss, secondsToRecoverElsewhere: 12.34 });
    expect(text).toMatch(words);
    expect(text).toContain('why');
  });

  test('that was not tried measures nothing', () => {
    const { measures } = lossReport({ grade: 'not tried', reason: 'why', seconds: null, drainSeconds: null });
    expect(measures).toEqual({});
  });
});

describe('a random order', () => {
  const items = ['app', 'db', 'cache', 'worker'];

  test('holds everything once, and is the same for the same seed', () => {
    for (const seed of [0, 1, 2, 4711, 2 ** 31 - 1]) {
      expect(shuffled(items, seed).toSorted()).toEqual(items.toSorted());
      expect(shuffled(items, seed)).toEqual(shuffled(items, seed));
    }
  });

  test('begins with any of them', () => {
    const first = Array.from({ length: 200 }, (_, seed) => shuffled(items, seed * 7919)[0]);
    expect(new Set(first)).toEqual(new Set(items));
  });
});
