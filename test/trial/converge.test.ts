import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Convergence, converge, type Expectation, isEngineBusy } from '../../scripts/lib/trial/converge.ts';
import type { Observation, ObservedEvent } from '../../scripts/lib/trial/observation.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/trial/converge');

/** What test/swarm/record-trial.ts wrote. */
interface Recording {
  readonly deployedAt: number;
  readonly digest: string;
  readonly events: readonly ObservedEvent[];
  readonly frames: readonly { readonly at: number; readonly state: Observation; readonly events: number }[];
}

function readRecording(name: string): Recording {
  return JSON.parse(readFileSync(join(FOLDER, name, 'input.json'), 'utf8'));
}

/** Every verdict in order, as it would have been given while it happened. */
function replay(recording: Recording, holdMs: number): readonly Convergence[] {
  const { deployedAt, digest, events, frames } = recording;
  const services = frames.at(-1)?.state.services.map(({ name }) => name) ?? [];
  const expectation: Expectation = {
    deployedAt,
    services,
    digests: { 'ghcr.io/recipe-commons/tiny:1': digest },
    holdMs,
  };
  return frames.map((frame) => converge(expectation, frame.state, events.slice(0, frame.events), frame.at));
}

const cases = readdirSync(FOLDER);

test('the recordings are there', () => expect(cases.length).toBeGreaterThan(20));

describe.each(cases)('%s', (name) => {
  const recording = readRecording(name);
  const expected = JSON.parse(readFileSync(join(FOLDER, name, 'expected.json'), 'utf8'));

  test('the first verdict is the right one', () => {
    const verdict = replay(recording, 1000).find(({ status }) => status !== 'waiting');
    expect({ reason: null, ours: false, ...verdict }).toMatchObject({ reason: null, ours: false, ...expected });
  });

  test('there is no verdict before anything happened', () => {
    expect(replay(recording, 1000)[0]).toMatchObject({ status: 'waiting' });
  });
});

/** The last state of a recording that converged, judged with one thing changed. */
function judgeChanged(
  change: (state: Observation) => Observation,
  expectation: Partial<Expectation> = {},
): Convergence {
  const { deployedAt, digest, events, frames } = readRecording('runs');
  const { state, at } = frames.at(-1) as Recording['frames'][number];
  const digests = { 'ghcr.io/recipe-commons/tiny:1': digest };
  return converge({ deployedAt, services: ['app'], digests, holdMs: 0, ...expectation }, change(state), events, at);
}

function withTask(part: Partial<Observation['tasks'][number]>) {
  return (state: Observation): Observation => ({ ...state, tasks: state.tasks.map((task) => ({ ...task, ...part })) });
}

describe('N of N is not enough', () => {
  test('as recorded it has converged', () => expect(judgeChanged((state) => state).status).toBe('converged'));

  test.each<[string, (state: Observation) => Observation, RegExp]>([
    ['a task that runs something else', withTask({ containerSpec: { Image: 'old' } }), /0 of 1 run/],
    ['a task from before a forced update', withTask({ forceUpdate: 7 }), /0 of 1 run/],
    ['a task that is to be shut down', withTask({ desired: 'shutdown' }), /0 of 1 run \(no task yet\)/],
    ['a service that is not there', (state) => ({ ...state, services: [] }), /service "app" is not there/],
    [
      'one replica too few',
      (state) => ({ ...state, services: state.services.map((service) => ({ ...service, replicas: 2 })) }),
      /1 of 2 run/,
    ],
    ['one task too many', (state) => ({ ...state, tasks: [...state.tasks, ...state.tasks] }), /2 of 1 run/],
  ])('%s: waiting', (_name, change, reason) => {
    expect(judgeChanged(change)).toMatchObject({ status: 'waiting', reason: expect.stringMatching(reason) });
  });

  test('what has not held long enough is waited for', () => {
    expect(judgeChanged((state) => state, { holdMs: 60_000 })).toMatchObject({ status: 'waiting' });
  });

  test('other bytes than those that were looked at are our fault', () => {
    const digests = { 'ghcr.io/recipe-commons/tiny:1': `sha256:${'0'.repeat(64)}` };
    expect(judgeChanged((state) => state, { digests })).toMatchObject({ status: 'failed', ours: true });
  });
});

test('when its time is up before its containers started, the engine was too slow, not the recipe', () => {
  const { frames } = readRecording('runs');
  expect(frames.map(({ state }) => isEngineBusy(state)).join(' ')).toMatch(/^true true .*false$/);
  for (const name of ['reservation-too-big', 'crash-without-restart']) {
    expect(isEngineBusy(readRecording(name).frames.at(-1)?.state as Observation), name).toBe(false);
  }
});

test.each(['', `@sha256:${'1'.repeat(64)}`])(
  'an image that we provided and the engine does not find is our fault: tag%s',
  (pinned) => {
    const { deployedAt, events, frames } = readRecording('no-such-image');
    const { state, at } = frames.at(-1) as Recording['frames'][number];
    const image = `ghcr.io/recipe-commons/missing:1${pinned}`;
    const services = state.services.map((service) => ({ ...service, image: pinned === '' ? service.image : image }));
    const digests = { [image]: `sha256:${'1'.repeat(64)}` };
    const verdict = converge({ deployedAt, services: ['app'], digests, holdMs: 0 }, { ...state, services }, events, at);
    expect(verdict).toMatchObject({ status: 'failed', ours: true });
  },
);

describe('a container that Docker itself could not start', () => {
  const error =
    'starting container failed: unable to remount dir as readonly: mount tmpfs:/docker/containers/0/mounts/secrets, flags: 0x21, data: uid=0,gid=0: device or resource busy';
  const mishap = { state: 'failed', desired: 'shutdown', exitCode: 128, error } as const;

  test('is waited for while swarm starts another', () => {
    const verdict = judgeChanged((state) => {
      const before = state.tasks.map((task) => ({ ...task, ...mishap, id: 'before', createdAt: task.createdAt - 1 }));
      return { ...state, tasks: [...before, ...state.tasks] };
    });
    expect(verdict.status).toBe('converged');
  });

  test('is our fault when swarm does not, and when an update was undone for it', () => {
    const reason = expect.stringMatching(/^Service "app" was not started: .*device or resource busy\.$/);
    expect(judgeChanged(withTask(mishap))).toMatchObject({ status: 'failed', ours: true, reason });
    const { deployedAt, digest, events, frames } = readRecording('update-rolls-back');
    const verdicts = frames.map(({ state, at }) => {
      const tasks = state.tasks.map((task) => (task.state === 'failed' ? { ...task, error } : task));
      const digests = { 'ghcr.io/recipe-commons/tiny:1': digest };
      return converge({ deployedAt, services: ['app'], digests, holdMs: 0 }, { ...state, tasks }, events, at);
    });
    expect(verdicts.find(({ status }) => status === 'failed')).toMatchObject({ ours: true });
  });
});

describe('a port of the node that is taken', () => {
  const error = 'no suitable node (host-mode port already in use on 1 node)';

  /** The task that runs becomes one that goes, and one behind it waits for its port. */
  function behind(old: Partial<Observation['tasks'][number]>) {
    return (state: Observation): Observation => {
      const [task] = state.tasks;
      if (task === undefined) throw new Error('the recording has a task');
      const next = { ...task, id: 'next', createdAt: task.createdAt + 1, state: 'pending', error };
      return { ...state, tasks: [{ ...task, ...old }, next] };
    };
  }

  test.each([
    ['is updated', 'shutdown'],
    ['was scaled away', 'remove'],
  ])('is waited for when the task that holds it %s', (_how, desired) => {
    expect(judgeChanged(behind({ desired })).status).toBe('waiting');
    const { at } = readRecording('runs').frames.at(-1) as Recording['frames'][number];
    expect(judgeChanged(behind({ desired, state: 'shutdown', since: at - 1000 })).status).toBe('waiting');
  });

  test('is a fault when that task ended long ago, or when nothing goes', () => {
    const reason = `Service "app" cannot be placed: ${error}.`;
    expect(judgeChanged(behind({ desired: 'shutdown', state: 'shutdown', since: 0 }))).toMatchObject({ reason });
    expect(judgeChanged(behind({}))).toMatchObject({ reason });
  });
});
