/** How much of the data a backup covers, and what it would lose. */
import type { DataVolume } from '../../types.ts';
import type { World } from '../canary/canary.ts';
import { containersOf } from '../canary/containers.ts';
import { needless } from './coverage.ts';
import { bytesOf } from './files.ts';
import type { BackupPlan } from './labels.ts';

export interface Sizes {
  readonly bytes: number;
  readonly uncoveredBytes: number;
  /** One line each, for the evidence. */
  readonly told: readonly string[];
}

/** Measured after the hooks, so that their dumps count. */
export async function sizesOf(world: World, plan: BackupPlan): Promise<Sizes> {
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
  for (const { where, size } of await unnamedVolumes(world)) {
    uncoveredBytes += size;
    told.push(`no label covers ${size} bytes of the volume without a name ${where}`);
  }
  return { bytes, uncoveredBytes, told };
}

/** Volumes that an image asks for and compose.yml does not name: no backup program sees them. */
export async function unnamedVolumes(
  world: World,
): Promise<readonly { readonly where: string; readonly size: number }[]> {
  const unnamed = (await containersOf(world)).flatMap(({ service, mounts }) =>
    Object.entries(mounts).flatMap(([path, name]) => (world.volumes.includes(name) ? [] : [{ service, path, name }])),
  );
  if (unnamed.length === 0) return [];
  const { Volumes: usage } = (await world.engine.docker.df()) as DiskUsage;
  return unnamed.map(({ service, path, name }) => ({
    where: `at ${path} of ${service}`,
    size: Math.max(0, usage.find(({ Name }) => Name === name)?.UsageData?.Size ?? 0),
  }));
}

interface DiskUsage {
  readonly Volumes: readonly { readonly Name: string; readonly UsageData?: { readonly Size: number } }[];
}

/** What a backup that misses a volume would lose. */
export async function bareVolumes(
  world: World,
  data: ReadonlyMap<string, DataVolume>,
  { saved }: BackupPlan,
): Promise<readonly string[]> {
  const bare = world.volumes.filter((volume) => !saved.some((each) => each.volume === volume));
  return await Promise.all(
    bare.map(async (volume) => {
      const bytes = (await bytesOf(world, volume, ['.'])) ?? 0;
      return `no label covers the ${bytes} bytes of volume ${volume}${needless(data.get(volume)) === null ? '' : ', and none has to'}`;
    }),
  );
}
