/** Backs a stack up as its labels ask for. */
import { randomBytes } from 'node:crypto';
import type { DataVolume } from '../../types.ts';
import type { Canary, Planted, World } from '../canary/canary.ts';
import { fileIn } from '../canary/volume.ts';
import { archive } from './archive.ts';
import { excused, uncovered, unwitnessed } from './coverage.ts';
import type { Limits } from './exec.ts';
import { markTime } from './files.ts';
import { runHooks } from './hooks.ts';
import { type BackupPlan, type LabelledService, readBackup, type SavedVolume } from './labels.ts';
import { bareVolumes, type Sizes, sizesOf } from './sizes.ts';
import { verifyDumps } from './verify.ts';

/** A machine that tries recipes is no place for more. */
export const MOST_BYTES = 8 * 1024 ** 3;

export interface Saving extends Limits {
  readonly world: World;
  readonly planted: Planted;
  readonly services: readonly LabelledService[];
  /** What recipe.yml says of volumes, by full name. */
  readonly data: ReadonlyMap<string, DataVolume>;
  /** Keeps the archive of a volume. */
  readonly keep: (volume: string, bytes: AsyncIterable<Buffer>) => Promise<void>;
}

export interface Saved extends Sizes {
  readonly plan: BackupPlan;
  /** The recipe's fault, as a sentence; then nothing can be restored. */
  readonly fault: string | null;
  /** Why the backup proves nothing, when that is no fault. */
  readonly doubt: string | null;
  /** Those that must come back. */
  readonly expected: readonly Canary[];
}

export async function save(saving: Saving): Promise<Saved> {
  const { world, planted, services, data } = saving;
  const plan = readBackup(services, world.stack);
  const told: string[] = [...plan.notes];
  const nothing = { plan, doubt: null, expected: [], bytes: 0, uncoveredBytes: 0, told };
  const missed = uncovered(world.volumes, data, plan) ?? plan.problems[0] ?? null;
  if (missed !== null) return { ...nothing, fault: missed, told: [...told, ...(await bareVolumes(world, data, plan))] };
  await markTime(world);
  const before = await runHooks(world, plan, 'backupbot.backup.pre-hook', saving);
  told.push(...before.told);
  if (before.fault !== null) return { ...nothing, fault: before.fault };
  const dumps = await verifyDumps(world, plan);
  told.push(...dumps.told);
  if (dumps.fault !== null) return { ...nothing, fault: dumps.fault };
  const witnesses = await plantInside(world, plan.saved);
  const sizes = await sizesOf(world, plan);
  told.push(...sizes.told);
  if (sizes.bytes > MOST_BYTES) {
    const doubt = `it keeps ${sizes.bytes} bytes, more than a trial copies (${MOST_BYTES})`;
    return { ...nothing, ...sizes, told, fault: null, doubt };
  }
  for (const volume of plan.saved) await saving.keep(volume.volume, archive(world, volume));
  const after = await runHooks(world, plan, 'backupbot.backup.post-hook', saving);
  told.push(...after.told);
  const due = planted.canaries.map((canary) => ({ canary, excuse: excused(canary, data, plan, services) }));
  told.push(
    ...due.flatMap(({ canary, excuse }) => (excuse === null ? [] : [`not expected back: ${canary.where}: ${excuse}`])),
  );
  const expected = [...due.flatMap(({ canary, excuse }) => (excuse === null ? [canary] : [])), ...witnesses];
  const bare = unwitnessed(expected, data, plan);
  const doubt = bare === null ? null : `nothing could be planted in the saved part of volume "${bare}"`;
  return { ...nothing, ...sizes, told, expected, fault: after.fault, doubt };
}

/** A file in each folder that is saved of a volume: what lies beside it need not come back. */
async function plantInside(world: World, saved: readonly SavedVolume[]): Promise<readonly Canary[]> {
  const stores = saved.flatMap(({ volume, paths }) => (paths ?? []).map((path) => fileIn(volume, path)));
  const planted = await Promise.allSettled(stores.map((store) => store.plant(world, randomBytes(16).toString('hex'))));
  return planted.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}
