import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CACHE_FOLDER } from '../../engine/paths.ts';
import { openWorkplace } from '../../engine/workplace.ts';
import type { Evidence, Recipe, Rung } from '../../types.ts';
import { bringBack } from '../backup/bring-back.ts';
import { declaredData, needless } from '../backup/coverage.ts';
import { MOST_BYTES, type Saved, save } from '../backup/save.ts';
import { labelledServices } from '../backup/services.ts';
import { judgeWithoutVolume } from '../backup/without-volume.ts';
import { lostCanaries } from '../canary/plant.ts';
import { shortfallOf } from '../canary/shortfall.ts';
import type { Climb } from '../climbs.ts';
import { keptSecretsCommand } from '../commands.ts';
import { fairSeconds } from '../deadline.ts';
import { collectEvidence } from '../evidence.ts';
import type { AvailableImage } from '../images.ts';
import { canaryEvidence, install, lastWords, type RungOptions } from '../installed.ts';
import { layOut, mustRun } from '../lay-out.ts';
import { planTrial, type TrialPlan } from '../plan.ts';
import { rung } from '../rung.ts';

/**
 * Whether a hoster who lost the server has the data again: this version is deployed, canaries are planted, and it is backed up
 * as its labels ask for. Then nothing is left of that engine. On another one the same version is deployed with the same secrets and
 * settings, and the backup is restored into it.
 */
export const RESTORES: Climb = {
  id: 'restores',
  help: 'Compare the backupbot labels with what each volume holds; the evidence names what was saved, what the hooks wrote and what came back.',
  saying({ measures: { canaries = 0, backupBytes = 0, secondsToBackUp = 0, secondsToRestore = 0 } }) {
    const times = `saved in ${secondsToBackUp.toFixed(1)} s, restored in ${secondsToRestore.toFixed(1)} s`;
    return `${canaries} planted data back on another swarm, ${(backupBytes / 1_000_000).toFixed(1)} MB ${times}`;
  },
  climb: restore,
};

async function restore(recipe: Recipe, _previous: Recipe | null, options: RungOptions): Promise<Rung> {
  const plan = planTrial(recipe);
  const skip = withoutData(recipe, plan);
  if (skip !== null) return skip;
  await using place = await layOut(recipe, plan, options);
  await using safe = await openWorkplace(CACHE_FOLDER);
  const shared: Shared = {
    recipe,
    plan,
    folder: place.folder,
    safe: safe.data,
    images: place.images,
    options,
  };
  if (plan.volumes.length === 0) {
    await using installed = await install(plan, place.folder, shared.images, options);
    mustRun(installed, 'this version');
    return await judgeWithoutVolume(installed);
  }
  const first = await backUp(shared);
  if ('rung' in first) return first.rung;
  options.progress('restores on another engine');
  return await putBack(shared, first.saved, first.measures);
}

interface Shared {
  readonly recipe: Recipe;
  readonly plan: TrialPlan;
  /** Where commands run; the secrets of the first deployment lie there for the second. */
  readonly folder: string;
  /** Where the archives lie. */
  readonly safe: string;
  readonly images: readonly AvailableImage[];
  readonly options: RungOptions;
}

type BackedUp = { readonly rung: Rung } | { readonly saved: Saved; readonly measures: Rung['measures'] };

/** On return its engine is gone. */
async function backUp({ recipe, plan, folder, safe, images, options }: Shared): Promise<BackedUp> {
  await using installed = await install(plan, folder, images, options);
  mustRun(installed, 'this version');
  const { context, world, planted } = installed;
  options.progress('backs up');
  const started = performance.now();
  const services = await labelledServices(world);
  const saved = await save({
    world,
    planted,
    services,
    data: declaredData(recipe, plan.stack),
    limitSeconds: fairSeconds(plan, context.engine),
    signal: options.signal,
    keep: (volume, bytes) => pipeline(bytes, cutOff, createWriteStream(archiveOf(safe, plan, volume))),
  });
  const measures = {
    canaries: saved.expected.length,
    backupBytes: saved.bytes,
    uncoveredBytes: saved.uncoveredBytes,
    secondsToBackUp: secondsSince(started),
  };
  const evidence = [backupEvidence(saved, []), ...canaryEvidence(planted, [])];
  if (saved.fault !== null) {
    const collected = await collectEvidence(context, '');
    const rest = { measures, evidence: [...evidence, ...collected], reason: saved.fault };
    return { rung: rung('restores', 'fail', rest) };
  }
  const shortfall = shortfallOf(planted, plan);
  const doubt = shortfall ?? (saved.doubt === null ? null : ({ status: 'unverified', reason: saved.doubt } as const));
  if (doubt !== null) {
    const { status, ...reason } = doubt;
    return { rung: rung('restores', status, { measures, evidence, ...reason }) };
  }
  return { saved, measures };
}

async function putBack(shared: Shared, saved: Saved, before: Rung['measures']): Promise<Rung> {
  const { plan, folder, safe, images, options } = shared;
  await using installed = await install(withKnownSecrets(plan), folder, images, options, false);
  const { context, world } = installed;
  mustRun(installed, 'a second time it');
  const started = performance.now();
  const back = await bringBack(context, world, saved.plan, (volume) => createReadStream(archiveOf(safe, plan, volume)));
  if (back.fault?.ours === true) throw new Error(back.fault.reason);
  const measures = { ...before, secondsToRestore: secondsSince(started) };
  const lost = back.fault === null ? await lostCanaries(world, saved.expected) : [];
  const silent = back.fault === null && lost.length === 0 ? await installed.answers() : null;
  const planted = { canaries: saved.expected, unplanted: [], spared: [], refused: null };
  const evidence = [
    backupEvidence(saved, back.told),
    ...canaryEvidence(planted, lost),
    ...(await lastWords(context, back.fault)),
  ];
  const gone = lost[0] === undefined ? null : `It did not come back from its backup: ${lost[0]}.`;
  const reason = back.fault?.reason ?? gone ?? (silent === null ? null : `Restored, it does not answer: ${silent}`);
  if (reason === null) return rung('restores', 'pass', { measures, evidence });
  return rung('restores', 'fail', {
    measures,
    reason,
    evidence: [...evidence, ...(await collectEvidence(context, ''))],
  });
}

function withoutData(recipe: Recipe, { volumes, stack }: TrialPlan): Rung | null {
  const data = declaredData(recipe, stack);
  if (volumes.length === 0 || volumes.some((volume) => needless(data.get(volume)) === null)) return null;
  return rung('restores', 'skip', {
    reason: `recipe.yml says of each volume that no backup needs it: ${volumes.join(', ')}.`,
  });
}

/** The hoster has the secrets, in the files that they were made from. */
function withKnownSecrets(plan: TrialPlan): TrialPlan {
  const known = keptSecretsCommand(plan.secrets);
  const commands = plan.commands.map((command) => (command.id === 'secrets' && known !== null ? known : command));
  return { ...plan, commands };
}

/** Names of volumes are the recipe's; a number is ours. */
function archiveOf(safe: string, { volumes }: TrialPlan, volume: string): string {
  return join(safe, `volume-${volumes.indexOf(volume)}.tar`);
}

/** Whatever grows while it is copied. */
async function* cutOff(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error(`a volume has more than the ${MOST_BYTES} bytes that a trial copies`);
    yield chunk;
  }
}

function backupEvidence({ told }: Saved, restored: readonly string[]): Evidence {
  return { kind: 'backup', title: 'What was saved and restored', text: [...told, ...restored].join('\n') };
}

function secondsSince(started: number): number {
  return Math.round(performance.now() - started) / 1000;
}
