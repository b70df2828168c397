import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evidence, Recipe, Rung, SecretNeed } from '../../types.ts';
import { shortfallOf } from '../canary/shortfall.ts';
import type { Climb } from '../climbs.ts';
import { secretFile } from '../commands.ts';
import { collectEvidence } from '../evidence.ts';
import { canaryEvidence, install, lastWords, type RungOptions } from '../installed.ts';
import { layOut, mustRun } from '../lay-out.ts';
import { envText, planTrial } from '../plan.ts';
import { noticed, type Outage } from '../prober.ts';
import { planRotation, redacted } from '../rotation/plan.ts';
import { replaceSecrets, type SecretFiles } from '../rotation/replace.ts';
import { rung } from '../rung.ts';

/**
 * Whether a hoster can replace the secrets that the recipe says can be: on a fresh engine this version is deployed and canaries are
 * planted, the version of each secret is raised in `.env`, new ones are created, and it is deployed again. The new ones must work
 * and the old ones not, as far as a check is declared, and none may be seen in plain text.
 */
export const ROTATES: Climb = {
  id: 'rotates',
  help: 'Read the secret from its file on every start, change it in the database too, and keep it out of variables and logs.',
  saying({ measures: { secrets = 0, canaries = 0, ...outage } }) {
    return `${secrets} ${secrets === 1 ? 'secret' : 'secrets'} replaced, ${canaries} planted data intact, ${noticed(outage)}`;
  },
  climb: rotate,
};

async function rotate(recipe: Recipe, _previous: Recipe | null, options: RungOptions): Promise<Rung> {
  const plan = planTrial(recipe);
  const rotations = recipe.metadata?.trial.rotates ?? [];
  if (rotations.length === 0) return rung('rotates', 'skip', { reason: undeclared(plan.secrets) });
  const rotation = planRotation(recipe, plan, rotations);
  if (typeof rotation === 'string') return rung('rotates', 'fail', { reason: rotation });
  await using place = await layOut(recipe, plan, options);
  await using installed = await install(plan, place.folder, place.images, options);
  mustRun(installed, 'this version');
  const { context, planted } = installed;

  options.progress('replaces the secrets');
  const outcome = await replaceSecrets(installed, rotation, rotations, secretFiles(place.folder));
  const { values, told } = outcome;
  const measures = {
    secrets: rotation.changed.length,
    canaries: planted.canaries.length,
    ...(outcome.seconds === null ? {} : { secondsToRotate: outcome.seconds }),
    ...measured(outcome.outage),
  };
  const evidence: Evidence[] = [
    { kind: 'rotation', title: 'What was replaced', text: told.join('\n') },
    ...(await lastWords(context, outcome.fault)),
    ...canaryEvidence(planted, outcome.lost),
  ];
  const lost = outcome.lost[0] === undefined ? null : `Replacing secrets lost data: ${outcome.lost[0]}.`;
  const reason = outcome.fault?.reason ?? lost ?? outcome.reason;
  if (reason !== null) {
    const collected = await collectEvidence(context, redacted(outcome.output, values));
    return rung('rotates', 'fail', { measures, reason, evidence: [...evidence, ...collected] });
  }
  const { status = 'pass', ...shortfall } = shortfallOf(planted, plan) ?? {};
  return rung('rotates', status, { measures, evidence, ...shortfall });
}

/** Beside compose.yml, where the hoster keeps them. */
function secretFiles(folder: string): SecretFiles {
  const fileOf = (secret: SecretNeed) => join(folder, secretFile(secret));
  return {
    async read(secrets) {
      const values = secrets.map(async (secret) => [secret.key, await readFile(fileOf(secret), 'utf8')] as const);
      return new Map(await Promise.all(values));
    },
    async prepare({ after, changed }) {
      await writeFile(join(folder, '.env'), envText(after), { mode: 0o600 });
      for (const secret of changed.filter(({ generate }) => !generate)) {
        const value = randomBytes(secret.length).toString('hex').slice(0, secret.length);
        await writeFile(fileOf(secret), value, { mode: 0o600 });
      }
    },
  };
}

function measured(outage: Outage | null): Rung['measures'] {
  if (outage === null) return {};
  return { requests: outage.requests, requestsFailed: outage.failed, longestGapMs: outage.longestGapMs };
}

function undeclared(secrets: readonly SecretNeed[]): string {
  if (secrets.length === 0) return 'It has no secret.';
  return 'It declares no rotation (trial.rotates in recipe.yml), so nobody knows whether its secrets can be replaced.';
}
