/** Which data must come back, by what recipe.yml says of each volume and what the labels save of it. */
import { mapOf } from '../../recipe/json.ts';
import type { DataVolume, Recipe } from '../../types.ts';
import { CANARY, type Canary } from '../canary/canary.ts';
import type { BackupPlan, LabelledService } from './labels.ts';

/** What recipe.yml says of a volume by its full name; undefined when it says nothing. */
export function declaredData(recipe: Recipe, stack: string): ReadonlyMap<string, DataVolume> {
  const declared = recipe.metadata?.data ?? [];
  return new Map(declared.map((data) => [fullName(recipe, stack, data.volume), data]));
}

function fullName({ compose }: Recipe, stack: string, key: string): string {
  const names = compose.map(({ value }) => mapOf(mapOf(value.volumes)[key]).name);
  const own = names.find((name) => typeof name === 'string');
  return own === undefined ? `${stack}_${key}` : String(own).replaceAll('${STACK_NAME}', stack);
}

/** What nobody misses; null when it belongs in a backup, as everything does that recipe.yml does not except. */
export function needless(data: DataVolume | undefined): string | null {
  if (data === undefined || (data.backup && data.class !== 'cache')) return null;
  return data.backup ? 'recipe.yml says that it is a cache' : 'recipe.yml says that it belongs in no backup';
}

/** The first volume that belongs in a backup and is in none, as a sentence; null when there is none. */
export function uncovered(
  volumes: readonly string[],
  data: ReadonlyMap<string, DataVolume>,
  { enabled, saved, leftOut }: BackupPlan,
): string | null {
  const missed = volumes.find(
    (volume) => needless(data.get(volume)) === null && !saved.some((each) => each.volume === volume),
  );
  if (missed === undefined) return null;
  const name = data.get(missed)?.volume ?? missed;
  if (leftOut.includes(missed)) {
    return `Volume "${missed}" belongs in a backup, and the label "backupbot.backup.volumes.${name}=false" leaves it out.`;
  }
  const why = enabled ? 'no service mounts it' : 'no service has the label "backupbot.backup=true"';
  return `Volume "${missed}" belongs in a backup, and ${why}.`;
}

/** Why a canary need not come back; null when it must. */
export function excused(
  canary: Canary,
  data: ReadonlyMap<string, DataVolume>,
  { saved }: Pick<BackupPlan, 'saved'>,
  services: readonly LabelledService[],
): string | null {
  const { kind, volume } = canary;
  if (volume === undefined) {
    const mounted = services.find(({ name }) => name === canary.service)?.volumes ?? [];
    const reasons = mounted.map((each) => needless(data.get(each)));
    return reasons.length > 0 && !reasons.includes(null) ? (reasons[0] ?? null) : null;
  }
  const unneeded = needless(data.get(volume));
  if (unneeded !== null || kind !== 'volume') return unneeded;
  const paths = saved.find((each) => each.volume === volume)?.paths ?? null;
  return paths === null || paths.includes(`.${CANARY}`) ? null : `only ${paths.join(', ')} of the volume is saved`;
}

/** The first saved volume of which nothing planted would show that it came back; null when there is none. */
export function unwitnessed(
  expected: readonly Canary[],
  data: ReadonlyMap<string, DataVolume>,
  { saved }: Pick<BackupPlan, 'saved'>,
): string | null {
  const bare = saved.find(
    ({ volume, services }) =>
      needless(data.get(volume)) === null &&
      !expected.some((canary) => canary.volume === volume || services.includes(canary.service ?? '')),
  );
  return bare?.volume ?? null;
}
