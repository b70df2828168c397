import type { StandingKind } from './model.ts';

/** How a status looks: only `good` is green. */
export type Tone = 'good' | 'bad' | 'unsure' | 'rehearsed' | 'neutral';

export const STANDING_TONES: { readonly [kind in StandingKind]: Tone } = {
  tried: 'good',
  lapsed: 'unsure',
  rehearsed: 'rehearsed',
  unverified: 'unsure',
  failed: 'bad',
  broken: 'unsure',
  untried: 'neutral',
};

/** The sign of each tone, as a line in a square of 16. */
export const MARK_SHAPES: { readonly [tone in Tone]: string } = {
  good: 'M3.5 8.5l3 3 6-7',
  bad: 'M4 4l8 8M12 4l-8 8',
  unsure: 'M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.8-1.1 1.6M8 12.6v.1',
  rehearsed: 'M3 6.2c1.7-1.6 3.3-1.6 5 0s3.300 1.6 5 0M3 10.200c1.7-1.6 3.3-1.6 5 0s3.300 1.6 5 0',
  neutral: 'M4 8h8',
};
