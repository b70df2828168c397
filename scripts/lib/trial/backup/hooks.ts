import type { World } from '../canary/canary.ts';
import { said } from '../canary/sql.ts';
import { type Ended, type Limits, runForRecipe } from './exec.ts';
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
  limits: Limits,
): Promise<HooksRan> {
  const told: string[] = [];
  for (const { service, command } of hooks.filter((hook) => hook.label === label)) {
    const bash = await runForRecipe(world, service, ['bash', '-c', `set -o pipefail\n${command}`], limits);
    const ended = isMissing(bash, 'bash') ? await runForRecipe(world, service, ['sh', '-c', command], limits) : bash;
    const result = typeof ended === 'string' ? ended : `exit code ${ended.exitCode}`;
    told.push(`${label} of ${service}: ${result}`);
    if (typeof ended !== 'string' && ended.exitCode === 0) continue;
    const words = typeof ended === 'string' || ended.output.trim() === '' ? '' : `: ${said(ended)}`;
    return { fault: `The ${label} of service "${service}" failed: ${result}${words}.`, told };
  }
  return { fault: null, told };
}

/** 126 or 127, and it is the engine that says so. */
export function isMissing(ended: Ended | string, program: string): boolean {
  if (typeof ended === 'string' || (ended.exitCode !== 126 && ended.exitCode !== 127)) return false;
  return ended.output.includes('OCI runtime exec failed') && ended.output.includes(program);
}
