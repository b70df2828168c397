import { describe, expect, test } from 'vitest';
import { newerTags, stepBetween } from '../../scripts/lib/images/tags.ts';

describe('the tag that follows', () => {
  test.each([
    ['1.29.1', ['1.29.2', '1.30.0', '1.28.9', '2.0.0', 'latest'], '1.30.0', '2.0.0'],
    ['v1.2.3', ['v1.2.4', '1.9.9', 'v1.3.0-rc1'], 'v1.2.4', null],
    [
      '16.3-alpine3.19',
      ['16.4-alpine3.19', '16.4-alpine3.20', '16.4', '17.0-alpine3.20'],
      '16.4-alpine3.20',
      '17.0-alpine3.20',
    ],
    ['33.0.8-apache', ['33.0.9-fpm', '33.0.10-apache', '33.1.0-apache'], '33.1.0-apache', null],
    ['15', ['15.1', '16', '14'], null, '16'],
    ['1.9', ['1.10', '1.11.0'], '1.10', null],
    ['2.0.0', ['2.0.0', '1.9.9', '2.0.1-beta', '2.1.0-dev', '2.1.0-nightly.3'], null, null],
  ])('%s among %s', (current, tags, within, beyond) => {
    expect(newerTags(current, tags)).toEqual({ within, beyond });
  });

  test.each(['latest', 'stable', 'sha-0123abc', 'RELEASE.2024-01-01T00-00-00Z'])(
    '%s is followed by none',
    (current) => {
      expect(newerTags(current, ['1.0.0'])).toBeNull();
    },
  );

  test('a tag of ten thousand characters costs nothing', () => {
    expect(newerTags('1.0.0', [`1.${'0.'.repeat(5000)}x`, '-'.repeat(10_000)])).toEqual({ within: null, beyond: null });
  });
});

test.each([
  ['1.2.3', '2.0.0', 'major'],
  ['1.2.3', '1.3.0', 'minor'],
  ['1.2.3', '1.2.4', 'patch'],
  ['16.3', '16.4', 'patch'],
  ['15', '16', 'major'],
])('%s → %s is a %s step', (from, to, step) => {
  expect(stepBetween(from, to)).toBe(step);
});
