import { expect, test } from 'vitest';
import { type Beat, outageOf } from '../../scripts/lib/trial/prober.ts';

function beats(text: string): readonly Beat[] {
  return [...text].map((mark, index) => ({ askedAt: index * 250, answeredAt: index * 250 + 10, right: mark === '.' }));
}

test.each([
  ['nobody asked', '', { requests: 0, failed: 0, longestGapMs: 0 }],
  ['all right', '....', { requests: 4, failed: 0, longestGapMs: 0 }],
  ['one failed: from the last right answer to the next', '..x..', { requests: 5, failed: 1, longestGapMs: 500 }],
  ['the longer of two', '.x.xxx.', { requests: 7, failed: 4, longestGapMs: 1000 }],
  ['it never came back', '.xx', { requests: 3, failed: 2, longestGapMs: 500 }],
  ['it was never there', 'xx', { requests: 2, failed: 2, longestGapMs: 260 }],
])('%s', (_name, text, outage) => {
  expect(outageOf(beats(text))).toEqual(outage);
});

test('a slow answer that was asked for before a quick one is told in its place', () => {
  const slow = { askedAt: 0, answeredAt: 5000, right: false };
  expect(outageOf([{ askedAt: 250, answeredAt: 300, right: true }, slow])).toMatchObject({
    failed: 1,
    longestGapMs: 300,
  });
});
