import { expect, test } from 'vitest';
import type { ObservedEvent, ObservedService, ObservedTask } from '../../scripts/lib/trial/observation.ts';
import { shortTimeline, timeline, timelineText } from '../../scripts/lib/trial/timeline.ts';

const START = 1_700_000_000_000;

function event(seconds: number, action: string, rest: Partial<ObservedEvent> = {}): ObservedEvent {
  const at = START + seconds * 1000;
  return { at, action, containerId: 'c', service: 'app', exitCode: null, probe: null, ...rest };
}

const SERVICE = { id: 's', name: 'app', update: null } as ObservedService;

test('commands, containers and tasks stand in the order they happened, in seconds since the first', () => {
  const task = {
    serviceId: 's',
    state: 'failed',
    since: START + 4000,
    error: 'task: non-zero exit (1)',
  } as ObservedTask;
  const commands = [
    { at: START, id: 'network', exitCode: 0, durationMs: 100 },
    { at: START + 200, id: 'deploy', exitCode: 1, durationMs: 500 },
  ];
  const events = [
    event(1.5, 'start'),
    event(3.7, 'health_status: unhealthy', { probe: 'no\n database' }),
    event(3.9, 'die', { exitCode: 1 }),
    event(3.9, 'kill'),
    event(2, 'start', { service: null }),
  ];
  const moments = timeline({ services: [SERVICE], tasks: [task] }, events, commands);
  expect(timelineText(moments)).toBe(
    [
      '   0.0 s  $ network',
      '   0.2 s  $ deploy',
      '   0.7 s  $ deploy ended with exit code 1',
      '   1.5 s  app: started',
      '   3.7 s  app: unhealthy: no database',
      '   3.9 s  app: ended with exit code 1',
      '   4.0 s  app: task failed: task: non-zero exit (1)',
    ].join('\n'),
  );
});

test('a long one keeps its beginning and its end, and counts what lies between', () => {
  const all = Array.from({ length: 50 }, (_, index) => event(index, 'start'));
  const whole = timelineText(timeline({ services: [], tasks: [] }, all, []));
  const lines = shortTimeline(whole).split('\n');
  expect(lines).toHaveLength(20);
  expect(lines[0]).toContain('0.0 s');
  expect(lines[6]).toContain('31 more');
  expect(lines.at(-1)).toContain('49.0 s');
  const few = whole.split('\n').slice(0, 20).join('\n');
  expect(shortTimeline(few)).toBe(few);
});

test('nothing happened, nothing is told', () => {
  expect(timelineText(timeline({ services: [], tasks: [] }, [], []))).toBe('');
});
