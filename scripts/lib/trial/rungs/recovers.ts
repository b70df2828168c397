import type { Evidence, Recipe, Rung } from '../../types.ts';
import type { Climb } from '../climbs.ts';
import type { RungOptions } from '../installed.ts';
import { layOut } from '../lay-out.ts';
import { planTrial } from '../plan.ts';
import { beat } from '../recovery/beat.ts';
import { lossReport } from '../recovery/loss-report.ts';
import { loseNode } from '../recovery/node-loss.ts';

/**
 * Whether it comes back by itself with its data: after the task of each service was killed, and after all were and the
 * services start one after the other in a random order and in its reverse, so that each was once the late one. Services
 * declared scalable are doubled and taken back. On a second swarm, of three nodes, its node is lost: what comes of that is graded,
 * and no failure.
 */
export const RECOVERS: Climb = {
  id: 'recovers',
  help: 'Let swarm restart each service ("restart_policy: {condition: any}"), and let each wait for what it needs.',
  saying({ measures: { canaries = 0, secondsToRecover = 0, secondsToColdStart = 0 }, evidence }) {
    const loss = evidence.find(({ kind }) => kind === 'node-loss')?.text?.split('\n')[0];
    const times = `back ${secondsToRecover.toFixed(1)} s after a kill, ${secondsToColdStart.toFixed(1)} s from cold`;
    return `${times}, ${canaries} planted data intact${loss === undefined ? '' : `; ${loss}`}`;
  },
  climb: recover,
};

async function recover(recipe: Recipe, _previous: Recipe | null, options: RungOptions): Promise<Rung> {
  const plan = planTrial(recipe);
  await using place = await layOut(recipe, plan, options);
  // Both mostly wait: next to each other they take little more than one.
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const beating = beat(plan, place.folder, place.images, options);
  const losing = loseNode(plan, place.folder, place.images, { ...options, signal });
  void beating.then(
    ({ status }) => status === 'pass' || stop.abort(),
    () => stop.abort(),
  );
  await Promise.allSettled([beating, losing]);
  const beaten = await beating;
  if (beaten.status !== 'pass') return beaten;
  const { measures, text } = lossReport(await losing);
  const lost: Evidence = { kind: 'node-loss', title: 'When its node is lost', text };
  return { ...beaten, measures: { ...beaten.measures, ...measures }, evidence: [...beaten.evidence, lost] };
}
