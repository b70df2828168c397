import { expect, test } from 'vitest';
import { otherBytes } from '../../scripts/lib/trial/rungs/undone.ts';

test('what is undone runs the same bytes again', () => {
  expect(otherBytes({ x_app: ['sha256:1'] }, { x_app: ['sha256:1'] })).toBeNull();
});

test.each([
  ['other bytes', { x_app: ['sha256:1'], x_db: ['sha256:2'] }, 'run sha256:2; before the update it ran sha256:3'],
  ['old and new ones', { x_app: ['sha256:1'], x_db: ['sha256:2', 'sha256:3'] }, 'run sha256:2, sha256:3; before'],
  ['nothing', { x_app: ['sha256:1'] }, 'run nothing; before'],
])('a service that runs %s is not undone', (_what, now, reason) => {
  const fault = otherBytes({ x_app: ['sha256:1'], x_db: ['sha256:3'] }, now);
  expect(fault?.reason).toContain(`Service "x_db" was rolled back to ${reason}`);
});
