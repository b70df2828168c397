import { expect, test } from 'vitest';
import { judgeDisks } from '../../scripts/lib/engine/condition.ts';

const GB = 1024 ** 3;

test.each([
  ['room everywhere', { machineFree: GB, own: { size: 32 * GB, free: GB } }, null, null],
  ['no disk of its own', { machineFree: GB, own: null }, null, null],
  ['a stack that filled a roomy disk', { machineFree: GB, own: { size: 32 * GB, free: 0 } }, null, 32 * GB],
  [
    'a disk that was small',
    { machineFree: GB, own: { size: GB, free: 0 } },
    /^the engine's disk is full: .* 1024 MB/,
    null,
  ],
  ['a full machine', { machineFree: 0, own: { size: 32 * GB, free: 0 } }, /^the disk of this machine is full$/, null],
])('%s', (_what, disks, ailment, filledBytes) => {
  const judged = judgeDisks(disks);
  if (ailment === null) expect(judged.ailment).toBeNull();
  else expect(judged.ailment).toMatch(ailment);
  expect(judged.filledBytes).toBe(filledBytes);
});
