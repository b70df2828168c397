/** Backs a stack up as its labels ask for. */
import { randomBytes } from 'node:crypto';
import type { DataVolume } from '../../types.ts';
import type { Canary, Planted, World } from '../canary/canary.ts';
import { fileIn } from '../canary/volume.ts';
import { archive } from './archive.ts';
import { excused, needless, uncovered, unwitnessed } from './coverage.ts';
import { bytesOf, markTime } from './files.ts';
import { runHooks } from './hooks.ts';
import { type BackupPlan, type LabelledService, readBackup, type SavedVolume } from './labels.ts';
import { verifyDumps } from './verify.ts';

/** A machine that tries recipes is no place for more. */
export const MOST_BYTES = 8 * 1024 ** 3;

export interface Saving {
  readonly world: World;
  readonly planted: Planted;
  readonly services: readonly LabelledService[];
  /** What recipe.yml says of volumes, by full name. */
  readonly data: ReadonlyMap<string, DataVolume>;
  readonly limitSeconds: number;
  readonly signal: AbortSignal;
  /** Keeps the archive of a volume. */
  readonly keep: (volume: string, bytes: AsyncIterable<Buffer>) => Promise<void>;
}

export interface Saved {
  readonly plan: BackupPlan;
  /** The recipe's fault, as a sentence; then nothing can be restored. */
  readonly fault: string | null;
  /** Why the backup proves nothing, when that is no fault. */
  readonly doubt: string | null;
  /** Those that must come back. */
  readonly expected: readonly Canary[];
  readonly bytes: number;
  readonly uncoveredBytes: number;
  /** One line each, for the evidence. */
  readonly told: readonly string[];
}

export async function save(saving: Saving): Promise<Saved> {
  const { world, planted, services, data } = saving;
  const plan = readBackup(services, world.stack);
  const told: string[] = [...plan.notes];
  const nothing = { plan, doubt: null, expected: [], bytes: 0, uncoveredBytes: 0, told };
  const missed = uncovered(world.volumes, data, plan) ?? plan.problems[0] ?? null;
  if (missed !== null) return { ...nothing, fault: missed, told: [...told, ...(await bareVolumes(saving, plan))] };
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

async function sizesOf(world: World, plan: BackupPlan): Promise<Pick<Saved, 'bytes' | 'uncoveredBytes' | 'told'>> {
  const told: string[] = [];
  let bytes = 0;
  let uncoveredBytes = 0;
  for (const volume of world.volumes) {
    const all = (await bytesOf(world, volume, ['.'])) ?? 0;
    const saved = plan.saved.find((each) => each.volume === volume);
    const covered =
      saved === undefined ? 0 : saved.paths === null ? all : ((await bytesOf(world, volume, saved.paths)) ?? 0);
    // The app writes on between the two.
    const beside = Math.max(0, all - covered);
    bytes += covered;
    uncoveredBytes += beside;
    told.push(
      `saved of volume ${volume}: ${saved === undefined ? 'nothing' : (saved.paths?.join(', ') ?? 'all')}, ${covered} bytes`,
    );
    if (beside > 0) told.push(`no label covers ${beside} bytes of volume ${volume}`);
  }
  return { bytes, uncoveredBytes, told };
}

/** What a backup that misses a volume would lose. */
async function bareVolumes({ world, data }: Saving, { saved }: BackupPlan): Promise<readonly string[]> {
  const bare = world.volumes.filter((volume) => !saved.some((each) => each.volume === volume));
  return await Promise.all(
    bare.map(async (volume) => {
      const bytes = (await bytesOf(world, volume, ['.'])) ?? 0;
      return `no label covers the ${bytes} bytes of volume ${volume}${needless(data.get(volume)) === null ? '' : ', and none has to'}`;
    }),
  );
}
