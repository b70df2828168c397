/** What a hoster does to replace secrets, before anything is done. */
import type { Recipe, Rotation, SecretNeed } from '../../types.ts';
import { secretsCommand } from '../commands.ts';
import { planTrial, type TrialPlan } from '../plan.ts';

export interface RotationPlan {
  /** The same version with the raised settings; its command `secrets` makes the new ones only. */
  readonly after: TrialPlan;
  /** What is made anew: every secret whose name changed. */
  readonly changed: readonly SecretNeed[];
}

/** A string says why a declared secret cannot be replaced. */
export function planRotation(recipe: Recipe, plan: TrialPlan, rotations: readonly Rotation[]): RotationPlan | string {
  const raised: Record<string, string> = {};
  for (const { secret: key } of rotations) {
    const secret = plan.secrets.find((each) => each.key === key);
    if (secret === undefined)
      return `trial.rotates names the secret "${key}", which the deployed files do not ask for.`;
    const { versionSetting: setting } = secret;
    if (setting === null) return `The name of the secret "${key}" holds no version, so no other can take its place.`;
    raised[setting] = nextVersion(plan.settings[setting] ?? 'v1');
  }
  const after = planTrial(recipe, { settings: { ...plan.settings, ...raised } });
  const names = new Set(plan.secrets.map(({ name }) => name));
  const changed = after.secrets.filter(({ name }) => !names.has(name));
  const stuck = rotations.find(({ secret }) => !changed.some(({ key }) => key === secret));
  if (stuck !== undefined) return `A raised version does not change the name of the secret "${stuck.secret}".`;
  const made = secretsCommand(changed);
  const commands = after.commands.map((command) => (command.id === 'secrets' && made !== null ? made : command));
  return { after: { ...after, commands }, changed };
}

/** `v1` → `v2`. */
function nextVersion(version: string): string {
  const [, name = '', number] = /^(.*?)(\d{0,9})$/.exec(version) ?? [];
  return number === undefined || number === '' ? `${version}2` : `${name}${Number(number) + 1}`;
}

/** The values of a secret before and after. */
export interface Values {
  readonly key: string;
  readonly old: string;
  readonly fresh: string;
}

/** Text that may hold secrets, without them. */
export function redacted(text: string, values: readonly Values[]): string {
  return values
    .flatMap(({ old, fresh }) => [old, fresh])
    .filter((value) => value !== '')
    .reduce((rest, value) => rest.replaceAll(value, '(secret)'), text);
}
