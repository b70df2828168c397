import type { World } from '../canary/canary.ts';
import { insideOf } from '../canary/containers.ts';
import { said } from '../canary/sql.ts';
import { type Ended, runForRecipe } from './exec.ts';
import type { BackupPlan, HookLabel } from './labels.ts';

export interface HooksRan {
  /** The first that failed, as a sentence; the ones after it did not run. */
  readonly fault: string | null;
  /** One line each, for the evidence. */
  readonly told: readonly string[];
}

/**
 * Runs the hooks of one kind in the containers of their services, as the user these run as. Through a shell, as the
 * specification's examples need it: bash, where a command that fails inside a pipe is seen, else sh.
 */
export async function runHooks(
  world: World,
  { hooks }: Pick<BackupPlan, 'hooks'>,
  label: HookLabel,
  { limitSeconds, signal }: { readonly limitSeconds: number; readonly signal: AbortSignal },
): Promise<HooksRan> {
  const told: string[] = [];
  for (const { service, command } of hooks.filter((hook) => hook.label === label)) {
    const { id } = await insideOf(world, service);
    const run = (shell: readonly string[]) => runForRecipe(world, id, shell, { limitSeconds, signal });
    const bash = await run(['bash', '-c', `set -o pipefail\n${command}`]);
    const ended = isMissing(bash, 'bash') ? await run(['sh', '-c', command]) : bash;
    const result = ended === 'overdue' ? `did not end within ${limitSeconds} s` : `exit code ${ended.exitCode}`;
    told.push(`${label} of ${service}: ${result}`);
    if (ended === 'overdue') return { fault: `The ${label} of service "${service}" ${result}.`, told };
    if (ended.exitCode !== 0) {
      return { fault: `The ${label} of service "${service}" failed with ${result}: ${said(ended)}.`, told };
    }
  }
  return { fault: null, told };
}

/** 126 or 127, and it is the engine that says so. */
export function isMissing(ended: Ended | 'overdue', program: string): boolean {
  if (ended === 'overdue' || (ended.exitCode !== 126 && ended.exitCode !== 127)) return false;
  return ended.output.includes('OCI runtime exec failed') && ended.output.includes(program);
}
