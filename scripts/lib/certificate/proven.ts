/** What a trial showed, told beside the level: a level understates it where nobody could scan. */
import { countRungs } from '../report/rung-counts.ts';
import type { Rung } from '../types.ts';
import { type LevelResult, reachedLevel, triedLevel } from './levels.ts';

/** `All 8 rungs pass: its trial proves level 7 (isolated), which counts once its images are scanned.` Null without a trial. */
export function provenInWords(levels: readonly LevelResult[], rungs: readonly Rung[]): string | null {
  if (rungs.length === 0) return null;
  const passed = rungs.every(({ status }) => status === 'pass');
  const counted = passed ? `All ${rungs.length} rungs pass` : `Rungs: ${countRungs(rungs)}`;
  const beyond = beyondLevel(levels);
  if (beyond === null) return `${counted}.`;
  return `${counted}: its trial proves level ${beyond.level} (${beyond.name}), which counts once its images are scanned.`;
}

/** The level that a trial proves and that does not count for want of a scan. */
export function beyondLevel(levels: readonly LevelResult[]): LevelResult | null {
  const tried = triedLevel(levels);
  return tried !== null && tried.level > (reachedLevel(levels)?.level ?? -1) ? tried : null;
}
