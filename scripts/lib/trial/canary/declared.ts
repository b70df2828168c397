import type { TrialCheck } from '../../types.ts';
import type { TrialPlan } from '../plan.ts';
import type { Canary, World } from './canary.ts';
import { insideOf, type Ran, runInside } from './containers.ts';
import { said } from './sql.ts';

/** What the recipe itself plants and looks for: see `trial.seed` and `trial.check` of recipe.yml. */
export type Declared = Pick<TrialPlan, 'seed' | 'check' | 'timeoutSeconds'>;

/**
 * Runs the seeds; from then on each check is a canary. `refused`: the first seed that failed, or the first check that did so
 * right after them and would be taken for lost data ever after.
 */
export async function plantDeclared(
  world: World,
  { seed, check, timeoutSeconds }: Declared,
): Promise<{ readonly checks: readonly Canary[]; readonly refused: string | null }> {
  const limitMs = timeoutSeconds * 1000;
  for (const [index, { service, command }] of seed.entries()) {
    const fault = await faultOf(world, { service, command }, limitMs);
    if (fault !== null) return { checks: [], refused: `trial.seed.${index} in "${service}" ${fault}.` };
  }
  const checks = check.map((each, index) => canaryOf(each, index, limitMs));
  for (const canary of checks) {
    const fault = await canary.look(world);
    if (fault !== null) return { checks: [], refused: `Right after the seeds ${fault}.` };
  }
  return { checks, refused: null };
}

function canaryOf(check: TrialCheck, index: number, limitMs: number): Canary {
  const where = `trial.check.${index} in "${check.service}"`;
  return {
    kind: 'declared',
    where,
    async look(world) {
      const fault = await faultOf(world, check, limitMs);
      return fault === null ? null : `${where} ${fault}`;
    },
  };
}

/** Why the program did not do what it should, or null. */
async function faultOf(
  world: World,
  { service, command, stdout }: TrialCheck,
  limitMs: number,
): Promise<string | null> {
  let ran: Ran;
  try {
    ran = await runInside(world, await insideOf(world, service), command, { limitMs });
  } catch (error) {
    return `failed: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (ran.exitCode !== 0) return `failed: ${said(ran)}`;
  const printed = ran.stdout.trim();
  if (stdout === undefined || printed === stdout.trim()) return null;
  return `printed ${JSON.stringify(printed.slice(0, 100))}, expected ${JSON.stringify(stdout.trim())}`;
}
