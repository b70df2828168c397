import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Evidence, Recipe, Rung } from '../../types.ts';
import { lostCanaries } from '../canary/plant.ts';
import { shortfallOf } from '../canary/shortfall.ts';
import { VOLUMES_IMAGE } from '../canary/volumes.ts';
import type { Climb } from '../climbs.ts';
import { openDeadline } from '../deadline.ts';
import { collectEvidence } from '../evidence.ts';
import { isAvailable, provideImages } from '../images.ts';
import { canaryEvidence, type Installed, install, lastWords, type RungOptions } from '../installed.ts';
import { layOut, mustRun } from '../lay-out.ts';
import { planTrial, type TrialPlan } from '../plan.ts';
import { noticed } from '../prober.ts';
import { rung } from '../rung.ts';
import { imagesRunning } from '../running.ts';
import { lastLine, runPlanned } from '../script.ts';
import type { Fault } from '../task-fault.ts';
import { openRecipeWorkplace } from '../workplace.ts';
import { hold } from './deploys.ts';
import { faultOf, judgeUpdates, otherBytes } from './undone.ts';
import { gradeWayBack } from './way-back.ts';

/** An overlay that nobody wants: another image for every service, and what it would run is not in it. */
const BROKEN_FILE = 'broken-on-purpose.yml';
const BROKEN_ENTRYPOINT = ['/broken-on-purpose'];
const POLL_MS = 100;

/**
 * Whether the declared `failure_action` saves the hoster from an update that cannot run: this version is deployed on a fresh
 * engine, canaries are planted, and while somebody asks every 250 ms each service is updated to another image, in which its
 * command does not exist. All must be back on the bytes that ran before, with the data. Then `previous`, if there is one, is
 * deployed over it, which grades the way back.
 */
export const ROLLS_BACK: Climb = {
  id: 'rolls-back',
  help: 'Write "failure_action: rollback" under "deploy.update_config" of each service.',
  saying({ measures: { canaries = 0, secondsToRollback = 0, ...outage }, evidence }) {
    const back = evidence.find(({ kind }) => kind === 'downgrade')?.text;
    const undone = `a broken update was undone in ${secondsToRollback.toFixed(1)} s, ${noticed(outage)}`;
    return `${undone}, ${canaries} planted data intact${back === undefined ? '' : `; ${back}`}`;
  },
  climb: rollBack,
};

async function rollBack(recipe: Recipe, previous: Recipe | null, options: RungOptions): Promise<Rung> {
  const plan = planTrial(recipe);
  await using place = await layOut(recipe, plan, options);
  const older = previous === null ? null : planTrial(previous, { settings: plan.settings });
  await using oldPlace = previous === null || older === null ? null : await openRecipeWorkplace(previous, older);
  const oldImages = oldPlace === null || older === null ? [] : await provideImages(older, oldPlace.folder, options);
  const images = [...place.images, ...oldImages.filter(isAvailable)];
  await using installed = await install(plan, place.folder, images, options);
  mustRun(installed, 'this version');

  await writeFile(join(place.folder, BROKEN_FILE), brokenOverlay(recipe, plan));
  options.progress('breaks it');
  const prober = installed.ask();
  const undone = await breakIt(installed);
  const outage = (await prober?.stop()) ?? null;
  const { context, world, planted } = installed;
  const lost = undone.fault === null ? await lostCanaries(world, planted.canaries) : [];
  const measures = {
    canaries: planted.canaries.length,
    secondsToRollback: undone.seconds,
    ...(outage === null
      ? {}
      : { requests: outage.requests, requestsFailed: outage.failed, longestGapMs: outage.longestGapMs }),
  };
  const evidence = [...(await lastWords(context, undone.fault)), ...canaryEvidence(planted, lost)];
  if (undone.fault !== null) {
    const collected = await collectEvidence(context, undone.output);
    return rung('rolls-back', 'fail', { measures, evidence: [...evidence, ...collected], reason: undone.fault.reason });
  }
  if (lost[0] !== undefined) {
    return rung('rolls-back', 'fail', { measures, evidence, reason: `Undoing an update lost data: ${lost[0]}.` });
  }
  const shortfall = shortfallOf(planted, plan);
  if (shortfall !== null) return rung('rolls-back', shortfall.status, { measures, evidence, ...shortfall });
  if (older === null || oldPlace === null) return rung('rolls-back', 'pass', { measures, evidence });
  options.progress(`goes back to ${older.version}`);
  const text = oldImages.every(isAvailable)
    ? await gradeWayBack({ ...context, plan: older, workplace: oldPlace.folder }, installed)
    : `the way back to ${older.version} was not tried: its images cannot be had`;
  const way: Evidence = { kind: 'downgrade', title: 'The way back', text };
  return rung('rolls-back', 'pass', { measures, evidence: [way, ...evidence] });
}

/** Of the same version of the format as compose.yml: docker merges no others. */
function brokenOverlay(recipe: Recipe, plan: TrialPlan): string {
  const { version } = recipe.compose.find(({ overlay }) => overlay === '')?.value ?? {};
  const image = VOLUMES_IMAGE.reference;
  const services = Object.fromEntries(plan.services.map((name) => [name, { image, entrypoint: BROKEN_ENTRYPOINT }]));
  return JSON.stringify({ ...(version === undefined ? {} : { version }), services });
}

interface Undone {
  readonly fault: Fault | null;
  readonly seconds: number;
  /** What docker printed. */
  readonly output: string;
}

async function breakIt({ context }: Installed): Promise<Undone> {
  const { plan, engine, observer, signal } = context;
  const before = await observer.snapshot();
  const images = await imagesRunning(engine, plan.stack);
  const brokenAt = Date.now();
  const deployed = await runPlanned({ ...context, plan: broken(plan) }, 'deploy');
  const since = () => (Date.now() - brokenAt) / 1000;
  const output = deployed?.output ?? '';
  if (deployed === null || deployed.exitCode !== 0)
    throw new Error(`docker refused the broken update: ${lastLine(output)}`);
  const deadline = openDeadline(context, brokenAt);
  for (;;) {
    const state = await observer.snapshot();
    const verdict = judgeUpdates(before, state, brokenAt);
    if (verdict === 'undone') break;
    if (verdict !== 'waiting') return { fault: verdict, seconds: since(), output };
    if (deadline.hasPassed()) {
      const reason = `A broken update is not undone after ${deadline.told()}.`;
      if (deadline.isOurs()) throw new Error(`The engine is too slow: ${reason}`);
      return { fault: faultOf(reason), seconds: since(), output };
    }
    await sleep(POLL_MS, undefined, { signal });
  }
  const fault = await hold(context, Date.now());
  if (fault?.ours === true) throw new Error(fault.reason);
  if (fault !== null) {
    return { fault: { ...fault, reason: `Undone, it does not come back: ${fault.reason}` }, seconds: since(), output };
  }
  return { fault: otherBytes(images, await imagesRunning(engine, plan.stack)), seconds: since(), output };
}

function broken(plan: TrialPlan): TrialPlan {
  const commands = plan.commands.map((command) =>
    command.id === 'deploy'
      ? { ...command, script: command.script.replace('"$STACK_NAME"', `--compose-file ${BROKEN_FILE} "$STACK_NAME"`) }
      : command,
  );
  return { ...plan, commands };
}
