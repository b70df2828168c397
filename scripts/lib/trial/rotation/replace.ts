/** Replaces secrets as a hoster would, and looks at what came of it. */

import type { Rotation, SecretNeed } from '../../types.ts';
import { lostCanaries } from '../canary/plant.ts';
import type { TrialContext } from '../context.ts';
import { fairSeconds } from '../deadline.ts';
import type { Installed } from '../installed.ts';
import type { Outage } from '../prober.ts';
import { deploy, hold } from '../rungs/deploys.ts';
import { lastLine, runPlanned } from '../script.ts';
import type { Fault } from '../task-fault.ts';
import { findLeaks } from './leaks.ts';
import type { RotationPlan, Values } from './plan.ts';
import { SHORTEST } from './sightings.ts';
import { checkCurrent, checkReplaced, runSteps, type Stepping } from './steps.ts';

/** The files that secrets are made from. */
export interface SecretFiles {
  /** Values by key, as they are now. */
  read(secrets: readonly SecretNeed[]): Promise<ReadonlyMap<string, string>>;
  /** Writes `.env`, and new values for the secrets that only a person has. */
  prepare(plan: RotationPlan): Promise<void>;
}

export interface Replaced {
  /** A fault of the deployment. */
  readonly fault: Fault | null;
  readonly lost: readonly string[];
  /** What else is wrong, as a sentence. */
  readonly reason: string | null;
  readonly seconds: number | null;
  readonly outage: Outage | null;
  readonly values: readonly Values[];
  readonly told: readonly string[];
  readonly output: string;
}

export async function replaceSecrets(
  installed: Installed,
  rotation: RotationPlan,
  rotations: readonly Rotation[],
  files: SecretFiles,
): Promise<Replaced> {
  const { after, changed } = rotation;
  const { context, world, planted } = installed;
  const now: TrialContext = { ...context, plan: after };
  const old = await files.read(changed);
  const nothing = {
    fault: null,
    lost: [],
    reason: null,
    seconds: null,
    outage: null,
    values: [],
    told: [],
    output: '',
  };
  await files.prepare(rotation);
  const created = await runPlanned(now, 'secrets');
  if (created !== null && created.exitCode !== 0) {
    return {
      ...nothing,
      reason: `Creating the new secrets failed: ${lastLine(created.output)}.`,
      output: created.output,
    };
  }
  const fresh = await files.read(changed);
  const values = changed.map(({ key }) => ({ key, old: old.get(key) ?? '', fresh: fresh.get(key) ?? '' }));
  const stepping: Stepping = {
    world,
    values,
    limitSeconds: fairSeconds(after, context.engine),
    signal: context.signal,
  };
  const told = changed.map((secret) => tell(secret, rotations));
  const early = (await checkCurrent(stepping, rotations)) ?? (await findLeaks(world, values))[0];
  const blocked = early ?? (await runSteps(stepping, rotations, 'before'));
  if (blocked !== null) return { ...nothing, values, told, reason: blocked };
  const prober = installed.ask();
  const withoutSecrets = after.commands.filter(({ id }) => id !== 'secrets');
  const deployment = await deploy({ ...now, plan: { ...after, commands: withoutSecrets } });
  const fault = deployment.fault ?? (await hold(now, deployment.deployedAt));
  const outage = (await prober?.stop()) ?? null;
  if (fault?.ours === true) throw new Error(fault.reason);
  const done = {
    ...nothing,
    fault,
    values,
    told,
    outage,
    seconds: deployment.secondsToHealthy,
    output: deployment.output,
  };
  if (fault !== null) return done;
  const stuck = (await runSteps(stepping, rotations, 'after')) ?? (await checkReplaced(stepping, rotations));
  if (stuck !== null) return { ...done, reason: stuck };
  const lost = await lostCanaries(world, planted.canaries);
  if (lost.length > 0) return { ...done, lost };
  const silent = await installed.answers();
  const [leak] = await findLeaks(world, values);
  return { ...done, reason: silent === null ? (leak ?? null) : `With new secrets it does not answer: ${silent}` };
}

function tell({ key, name, length }: SecretNeed, rotations: readonly Rotation[]): string {
  const isChecked = rotations.some(({ secret, check }) => secret === key && check !== undefined);
  const checked = isChecked ? '' : ', and no check is declared: whether the old one is refused is not known';
  const short = length < SHORTEST ? ', too short to be looked for in plain text' : '';
  return `${key} became ${name}${checked}${short}`;
}
