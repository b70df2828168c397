import { expect, it } from 'vitest';
import {
  formatBytes,
  formatDate,
  formatDuration,
  formatMeasure,
  rungTone,
  rungWord,
  STANDING_TONES,
} from '../../scripts/lib/catalogue/words.ts';
import { trialReport } from '../certificate/sample.ts';

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1 KiB'],
  [1536, '1.5 KiB'],
  [12_582_912, '12 MiB'],
  [5e13, '45 TiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it.each([
  [14, '14 ms'],
  [8400, '8.4 s'],
  [61_000, '61 s'],
  [600_000, '10 min'],
])('%d ms are %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

it.each([
  ['healthyMs', 6400, 'healthy', '6.4 s'],
  ['secondsToHealthy', 6.4, 'time to healthy', '6.4 s'],
  ['memoryIdleBytes', 12_582_912, 'memory idle', '12 MiB'],
  ['image_mb', 204.4, 'image', '204 MB'],
  ['cpuSeconds', 0.278, 'CPU time', '278 ms'],
  ['ooms', 0, 'out-of-memory kills', '0'],
  ['restarts', 0, 'restarts', '0'],
  ['ms', 5, 'ms', '5 ms'],
  ['longestGapMs from 1.0.0+2.21-RC', 1300, 'longest gap from 1.0.0+2.21-RC', '1.3 s'],
])('%s: %d reads %s %s', (name, value, label, text) => {
  expect(formatMeasure(name, value)).toEqual({ label, text });
});

it('gives dates in UTC whatever the clock of the builder', () => {
  expect(formatDate('2026-03-01T23:30:00.000Z')).toBe('1 March 2026');
  expect(formatDate('yesterday')).toBe('yesterday');
});

it('is green for nothing but what was proven', () => {
  const good = Object.entries(STANDING_TONES).filter(([, tone]) => tone === 'good');
  expect(good).toEqual([['tried', 'good']]);
  expect((['pass', 'fail', 'skip', 'unverified'] as const).map((status) => rungTone(trialReport(), status))).toEqual([
    'good',
    'bad',
    'neutral',
    'unsure',
  ]);
  const rehearsed = trialReport({ rehearsed: true });
  expect([rungTone(rehearsed, 'pass'), rungWord(rehearsed, 'pass')]).toEqual(['rehearsed', 'rehearsed only']);
});
