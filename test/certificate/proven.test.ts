import { expect, it } from 'vitest';
import { assessLevels } from '../../scripts/lib/certificate/levels.ts';
import { provenInWords } from '../../scripts/lib/certificate/proven.ts';
import type { ScanReport } from '../../scripts/lib/types.ts';
import { ALL_RUNGS, lintReport, NOW, rung, scanReport, trialReport } from './sample.ts';

function said(scan: ScanReport | null, rungs = ALL_RUNGS): string | null {
  return provenInWords(assessLevels({ lint: lintReport(), trial: trialReport({ rungs }), scan }, NOW), rungs);
}

it('tells what the trial proved beside a level that a missing scan keeps low, and only then', () => {
  expect(said(null)).toBe(
    'All 8 rungs pass: its trial proves level 7 (isolated), which counts once its images are scanned.',
  );
  expect(said(scanReport())).toBe('All 8 rungs pass.');
});

it('counts what did not pass, and promises no more than was proven', () => {
  const some = ALL_RUNGS.map(({ id }) =>
    rung(id, id === 'restores' ? { status: 'unverified', reason: 'no canary' } : {}),
  );
  expect(said(null, some)).toBe(
    'Rungs: 7 pass, 1 unverified: its trial proves level 4 (upgrades), which counts once its images are scanned.',
  );
  const failed = ALL_RUNGS.map(({ id }) => rung(id, id === 'deploys' ? { status: 'fail', reason: 'exit 127' } : {}));
  expect(said(null, failed)).toBe('Rungs: 7 pass, 1 fail.');
  expect(said(null, [])).toBeNull();
});
