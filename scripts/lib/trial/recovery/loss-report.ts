import type { Rung } from '../../types.ts';

/** What becomes of a stack whose server is lost, when two others are there. None of it is a failure. */
export interface NodeLoss {
  readonly grade: 'with data' | 'empty' | 'not at all' | 'not tried';
  /** Why it does not come back or could not be tried, or which data is gone; '' when there is nothing to say. */
  readonly reason: string;
  /** From the loss until everything was healthy elsewhere; null when it was not. */
  readonly seconds: number | null;
  /** From draining the next node until everything was healthy elsewhere; null when it was not or was not tried. */
  readonly drainSeconds: number | null;
}

const GRADES = { 'with data': 2, empty: 1, 'not at all': 0 } as const;

/** Pure: the grade as a measure and in words. */
export function lossReport({ grade: given, reason, seconds, drainSeconds }: NodeLoss): {
  readonly measures: Rung['measures'];
  readonly text: string;
} {
  const after = seconds === null ? '' : ` after ${seconds.toFixed(1)} s`;
  const words = {
    'with data': `a lost node does no harm: it comes back on another with its data${after}`,
    empty: `single-node only: when its node is lost, it comes back empty on another${after}`,
    'not at all': 'single-node only: when its node is lost, it does not come back',
    'not tried': 'what becomes of it when its node is lost was not tried',
  };
  const drained = drainSeconds === null ? [] : [`drained, a node gives it away in ${drainSeconds.toFixed(1)} s`];
  return {
    measures: {
      ...(given === 'not tried' ? {} : { nodeLoss: GRADES[given] }),
      ...(seconds === null ? {} : { secondsToRecoverElsewhere: seconds }),
      ...(drainSeconds === null ? {} : { secondsToDrain: drainSeconds }),
    },
    text: [words[given], ...(reason === '' ? [] : [reason]), ...drained].join('\n'),
  };
}
