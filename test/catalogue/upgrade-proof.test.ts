import { describe, expect, it } from 'vitest';
import { upgradeProof } from '../../scripts/lib/catalogue/upgrade-proof.ts';
import type { Rung } from '../../scripts/lib/types.ts';
import { rung, trialReport } from '../certificate/sample.ts';

const FROM = '1.0.0+1.0';
const seen = { kind: 'canaries', title: `What was planted (from ${FROM})` } as const;
const proofOf = (upgrade: Partial<Rung>, ...others: readonly Rung[]) =>
  upgradeProof({ trial: trialReport({ rungs: [rung('upgrades', upgrade), ...others] }) }, FROM);

describe('upgradeProof', () => {
  it('is proven only by an upgrade from that very version', () => {
    const measures = { canaries: 2, longestGapMs: 1500 };
    expect(proofOf({ measures, evidence: [seen] })).toEqual({
      kind: 'proven',
      says: 'It was upgraded from exactly this version, the longest time without an answer was 1.5 s, and all 2 planted data were there afterwards.',
      gapMs: 1500,
      wayBack: null,
    });
    const other = { ...seen, title: 'What was planted (from 0.9.0+1.0)' };
    expect(proofOf({ measures, evidence: [other] }).kind).toBe('unverified');
    expect(upgradeProof({ trial: null }, FROM).kind).toBe('unverified');
    expect(upgradeProof({ trial: trialReport({ rungs: [] }) }, FROM).kind).toBe('unverified');
  });

  it('takes the measures of that version when there were several', () => {
    const measures = {
      longestGapMs: 9000,
      canaries: 1,
      [`longestGapMs from ${FROM}`]: 0,
      [`canaries from ${FROM}`]: 3,
    };
    expect(proofOf({ measures }).says).toBe(
      'It was upgraded from exactly this version, and every request was answered, and all 3 planted data were there afterwards.',
    );
  });

  it('is never proven by stand-ins, a failure or what could not be done', () => {
    const rungs = [rung('upgrades', { evidence: [seen] })];
    expect(upgradeProof({ trial: trialReport({ rungs, rehearsed: true }) }, FROM).kind).toBe('unverified');
    expect(proofOf({ status: 'fail', reason: 'Data was lost.', evidence: [seen] })).toMatchObject({
      kind: 'failed',
      says: 'Data was lost.',
    });
    expect(proofOf({ status: 'unverified', reason: 'No image.', evidence: [seen] })).toMatchObject({
      kind: 'unverified',
    });
  });

  it('says how the way back was graded, when it led to that version', () => {
    const back = (text: string) =>
      rung('rolls-back', { evidence: [{ kind: 'downgrade', title: 'The way back', text }] });
    expect(proofOf({ evidence: [seen] }, back(`the way back to ${FROM} is reversible\n`)).wayBack).toBe(
      `The way back to ${FROM} is reversible.`,
    );
    expect(proofOf({ evidence: [seen] }, back('the way back to 0.9.0+1 is reversible')).wayBack).toBeNull();
  });
});
