/** Our model of `docker stack deploy` against the CLI: the same verdict and the same meaning, or a difference with its reason. */
import { describe, expect, test, vi } from 'vitest';
import { partingOf } from './agreement.ts';
import { type Case, type Recording, readCases, readRecording, topics } from './corpus.ts';
import { DIFFERENCES, type Difference, differenceOf } from './differences.ts';
import { answersOf, clientVersion } from './reference.ts';

vi.setConfig({ testTimeout: 60_000 });

/** So many of the cases are asked of the CLI itself, to see that what is recorded is still true. */
const SAMPLE = 150;

interface Topic {
  readonly topic: string;
  readonly cases: readonly Case[];
  readonly recording: Recording;
}

const TOPICS: readonly Topic[] = await Promise.all(
  (await topics()).map(async (topic) => ({
    topic,
    cases: await readCases(topic),
    recording: await readRecording(topic),
  })),
);
const CLIENT = await clientVersion();

test('the corpus is recorded, case by case', () => {
  for (const { cases, recording } of TOPICS) {
    expect(Object.keys(recording.answers)).toEqual(cases.map(({ name }) => name));
  }
  expect(TOPICS.flatMap(({ cases }) => cases).length).toBeGreaterThan(6000);
  expect(new Set(TOPICS.map(({ recording }) => recording.client)).size).toBe(1);
});

describe('every case has the verdict and the meaning it has for the CLI', () => {
  const met = new Set<Difference>();
  const differing = { verdict: 0, meaning: 0 };

  test.each(TOPICS)('$topic', ({ topic, cases, recording }) => {
    const unexplained: object[] = [];
    for (const each of cases) {
      const answer = recording.answers[each.name];
      const parting = answer === undefined ? null : partingOf(each, answer);
      const difference = parting === null ? undefined : differenceOf(topic, each.name, parting.of);
      if (parting === null) continue;
      differing[parting.of]++;
      if (difference !== undefined) met.add(difference);
      else unexplained.push({ case: each.name, ...parting });
    }
    expect(unexplained).toEqual([]);
  });

  test('a difference that is gone is struck from the list', () => {
    const all = TOPICS.flatMap(({ cases }) => cases).length;
    const { verdict, meaning } = differing;
    const told = `${verdict} differ in the verdict, ${meaning} in the meaning, each for a reason`;
    process.stdout.write(`agreement: ${all - verdict - meaning} of ${all}; ${told}\n`);
    expect(DIFFERENCES.filter((difference) => !met.has(difference))).toEqual([]);
  });
});

const recorded = TOPICS[0]?.recording.client ?? '';
const machine = CLIENT ?? 'none that has "stack config"';
if (CLIENT === recorded) test('the CLI of this machine answers as it is recorded', theRecordingIsTrue);
else process.stdout.write(`docker stack config was not asked: ${recorded} is recorded, this machine has ${machine}\n`);

async function theRecordingIsTrue(): Promise<void> {
  const all = TOPICS.flatMap(({ cases, recording }) => cases.map((each) => ({ each, recording })));
  const step = Math.max(1, Math.floor(all.length / SAMPLE));
  // Another part of the corpus every day.
  const day = Math.floor(Date.now() / 86_400_000);
  const sample = all.filter((_, index) => index % step === day % step);
  const answers = await answersOf(sample.map(({ each }) => each));
  const wrong = sample.filter(({ each, recording }, index) => {
    const answer = answers[index];
    const before = recording.answers[each.name];
    // Of several faults the CLI names one, now this, now that.
    return answer === undefined || before === undefined || 'accepted' in answer !== 'accepted' in before;
  });
  expect(sample.length).toBeGreaterThan(100);
  expect(wrong.map(({ each }) => each.name)).toEqual([]);
}
