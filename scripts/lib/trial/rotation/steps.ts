import { setTimeout as sleep } from 'node:timers/promises';
import type { Rotation, TrialStep } from '../../types.ts';
import { type Ended, type Limits, runForRecipe } from '../backup/exec.ts';
import type { World } from '../canary/canary.ts';
import { said } from '../canary/sql.ts';
import { redacted, type Values } from './plan.ts';

export interface Stepping extends Limits {
  readonly world: World;
  readonly values: readonly Values[];
}

/** What an app may still be busy with when it says that it is healthy. */
const PATIENCE_MS = 10_000;
const POLL_MS = 500;

/** The first step that fails, as a sentence; null when all did what they should. */
export async function runSteps(
  stepping: Stepping,
  rotations: readonly Rotation[],
  when: 'before' | 'after',
): Promise<string | null> {
  for (const rotation of rotations) {
    const { old, fresh } = valuesOf(stepping, rotation);
    for (const step of rotation[when] ?? []) {
      const ended = await run(stepping, step, [`OLD_SECRET=${old}`, `NEW_SECRET=${fresh}`]);
      if (!isFine(ended)) {
        return `A step ${when} the secret "${rotation.secret}" is replaced failed: ${why(stepping, ended)}.`;
      }
    }
  }
  return null;
}

/** Whether each check accepts the secret that is in use before anything is replaced: one that never does would prove nothing. */
export async function checkCurrent(stepping: Stepping, rotations: readonly Rotation[]): Promise<string | null> {
  for (const rotation of rotations) {
    if (rotation.check === undefined) continue;
    const ended = await run(stepping, rotation.check, [`SECRET=${valuesOf(stepping, rotation).old}`]);
    if (!isFine(ended)) {
      return `The check of the secret "${rotation.secret}" fails with the one in use: ${why(stepping, ended)}.`;
    }
  }
  return null;
}

/** Whether the app takes the new ones and refuses the old ones; it may need a moment. */
export async function checkReplaced(stepping: Stepping, rotations: readonly Rotation[]): Promise<string | null> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const fault = await replacedFault(stepping, rotations);
    if (fault === null || performance.now() > deadline) return fault;
    await sleep(POLL_MS, undefined, { signal: stepping.signal });
  }
}

async function replacedFault(stepping: Stepping, rotations: readonly Rotation[]): Promise<string | null> {
  for (const rotation of rotations) {
    if (rotation.check === undefined) continue;
    const { old, fresh } = valuesOf(stepping, rotation);
    const accepted = await run(stepping, rotation.check, [`SECRET=${fresh}`]);
    if (!isFine(accepted)) return `The app refuses the new secret "${rotation.secret}": ${why(stepping, accepted)}.`;
    const stale = await run(stepping, rotation.check, [`SECRET=${old}`]);
    if (isFine(stale)) return `The app still accepts the old secret "${rotation.secret}".`;
  }
  return null;
}

async function run(stepping: Stepping, { service, command }: TrialStep, env: readonly string[]) {
  return await runForRecipe(stepping.world, service, command, stepping, env);
}

function isFine(ended: Ended | string): boolean {
  return typeof ended !== 'string' && ended.exitCode === 0;
}

function why({ values }: Stepping, ended: Ended | string): string {
  return typeof ended === 'string' ? ended : redacted(said(ended), values);
}

function valuesOf({ values }: Stepping, { secret }: Rotation): Values {
  const found = values.find(({ key }) => key === secret);
  if (found === undefined) throw new Error(`no values of the secret "${secret}"`);
  return found;
}
