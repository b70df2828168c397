import type { Evidence, Rung } from '../../types.ts';
import type { Planted } from '../canary/canary.ts';
import { shortfallOf } from '../canary/shortfall.ts';
import { blindnessOf } from '../control.ts';
import type { TrialPlan } from '../plan.ts';
import type { Outage } from '../prober.ts';
import { rung } from '../rung.ts';
import type { Fault } from '../task-fault.ts';

/** What was seen of one upgrade. */
export interface Upgraded {
  readonly from: string | null;
  /** Of the version it began with, which the canaries were planted in. */
  readonly plan: Pick<TrialPlan, 'volumes' | 'caches'>;
  readonly fault: Fault | null;
  readonly lost: readonly string[];
  readonly planted: Planted;
  /** Whether afterwards anything else ran than before. */
  readonly changed: boolean;
  /** Why nobody was answered right even before it began; null when all was well. */
  readonly unheard: string | null;
  /** Null when nobody could ask. */
  readonly outage: Outage | null;
  /** What was seen of an outage that was caused, if need was. */
  readonly control: Outage | null;
  readonly evidence: readonly Evidence[];
  readonly seconds: number | null;
}

/** Pure: what one upgrade proves. */
export function judgeUpgrade(seen: Upgraded): Rung {
  const { fault, lost, planted, plan, outage, control, seconds } = seen;
  const from = `From ${seen.from}`;
  const measures = {
    ...(seconds === null ? {} : { secondsToHealthy: seconds }),
    canaries: planted.canaries.length,
    ...(outage && { requests: outage.requests, requestsFailed: outage.failed, longestGapMs: outage.longestGapMs }),
    ...(control && { controlRequestsFailed: control.failed }),
  };
  const evidence = seen.evidence.map((each) => ({ ...each, title: `${each.title} (from ${seen.from})` }));
  const verdict = (status: Rung['status'], reason: string) => rung('upgrades', status, { measures, evidence, reason });
  if (fault !== null) return verdict('fail', `${from}: ${fault.reason}`);
  if (lost[0] !== undefined) return verdict('fail', `${from} data was lost: ${lost[0]}.`);
  const shortfall = shortfallOf(planted, plan);
  if (shortfall !== null) return verdict(shortfall.status, `${from}: ${shortfall.reason}`);
  if (!seen.changed) {
    return verdict('unverified', `${from} nothing was upgraded: both run the same images with the same settings`);
  }
  if (seen.unheard !== null) return verdict('unverified', `${from}: the prober is blind: ${seen.unheard}`);
  const blindness = outage === null ? null : blindnessOf(outage, control);
  if (blindness !== null) return verdict('unverified', `${from}: ${blindness}`);
  return rung('upgrades', 'pass', { measures, evidence });
}

/** Pure: whether its prober has been seen to see an outage. */
export function sawOutage({ status, measures }: Rung): boolean {
  const { requestsFailed = 0, controlRequestsFailed = 0 } = measures;
  return status === 'pass' && requestsFailed + controlRequestsFailed > 0;
}

/** How a measure of several upgrades is said in one number; what is counted is added up. */
const WORST: { readonly [measure: string]: (...values: number[]) => number } = {
  secondsToHealthy: Math.max,
  longestGapMs: Math.max,
  canaries: Math.min,
};

/** Pure: all upgrades as one rung, which passes when each does. Of several, the measures also name each by where it came from. */
export function together(upgrades: readonly { readonly from: string | null; readonly rung: Rung }[]): Rung {
  const rungs = upgrades.map((each) => each.rung);
  const names = [...new Set(rungs.flatMap(({ measures }) => Object.keys(measures)))];
  const sum = (...values: number[]) => values.reduce((a, b) => a + b, 0);
  const all = names.map((name) => {
    const values = rungs.flatMap(({ measures }) => measures[name] ?? []);
    return [name, (WORST[name] ?? sum)(...values)] as const;
  });
  const each = upgrades.flatMap(({ from, rung: { measures } }) =>
    Object.entries(measures).map(([name, value]) => [`${name} from ${from}`, value] as const),
  );
  const { status, reason } = rungs.find((one) => one.status === 'fail') ??
    rungs.find((one) => one.status !== 'pass') ?? { status: 'pass' };
  return rung('upgrades', status, {
    ...(reason === undefined ? {} : { reason }),
    measures: Object.fromEntries([['upgrades', upgrades.length], ...all, ...(upgrades.length > 1 ? each : [])]),
    evidence: rungs.flatMap(({ evidence }) => evidence),
  });
}
