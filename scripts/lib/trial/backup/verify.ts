/** Looks at what the hooks of a backup wrote before it is trusted. */
import type { World } from '../canary/canary.ts';
import { containersOf, type Inside } from '../canary/containers.ts';
import { isPostgresArchive, isSqlite, judgeDump, looksLikeDump } from './dump.ts';
import { archiveFault, bytesOf, type ChangedFile, changedSince, readEnds, sqliteFault } from './files.ts';
import type { BackupPlan, Hook, SavedVolume } from './labels.ts';

export interface Verified {
  /** The first thing that is wrong, as a sentence. */
  readonly fault: string | null;
  readonly told: readonly string[];
}

export async function verifyDumps(world: World, { saved, hooks }: BackupPlan): Promise<Verified> {
  const dumping = hooks.filter(({ label }) => label === 'backupbot.backup.pre-hook');
  const containers = await containersOf(world);
  const told: string[] = [];
  for (const volume of saved) {
    const hook = dumping.find(({ service }) => volume.services.includes(service));
    for (const path of volume.paths ?? (hook === undefined ? [] : ['.'])) {
      const isNamed = volume.paths !== null;
      const empty = isNamed ? await emptiness(world, volume, path, hook) : null;
      if (empty !== null) return { fault: empty, told };
      if (hook === undefined) continue;
      const changed = await changedSince(world, volume.volume, path);
      // In a volume that is saved as a whole the app itself writes, too.
      for (const file of changed.filter((each) => isNamed || looksLikeDump(each.path))) {
        const { kind, fault } = await verify(world, containers, volume.volume, file);
        told.push(
          `${fault === null ? 'whole, as far as it can be seen' : fault}: ${file.path} of volume ${volume.volume}: ${kind}, ${file.bytes} bytes`,
        );
        if (fault !== null) return { fault: `The dump ${file.path} in volume "${volume.volume}" ${fault}.`, told };
      }
    }
  }
  return { fault: null, told };
}

/** A path that is saved and holds nothing, after the hooks. */
async function emptiness(
  world: World,
  { volume }: SavedVolume,
  path: string,
  hook: Hook | undefined,
): Promise<string | null> {
  const bytes = await bytesOf(world, volume, [path]);
  if (bytes !== null && bytes > 0) return null;
  const what = `"${path}" of volume "${volume}"`;
  if (hook !== undefined) {
    return `The ${hook.label} of service "${hook.service}" wrote nothing to ${what}, of which only that is saved.`;
  }
  return bytes === null
    ? `A label asks for ${what}, which is not there.`
    : `A label asks for ${what} only, which holds nothing, and no pre-hook writes to it.`;
}

async function verify(world: World, containers: readonly Inside[], volume: string, file: ChangedFile) {
  const ends = await readEnds(world, volume, file);
  if (typeof ends === 'string') return { kind: 'gzip', fault: `cannot be unpacked: ${ends}` };
  const judged = judgeDump(ends);
  if (judged !== null) return judged;
  if (isSqlite(ends.head)) {
    const fault = await sqliteFault(world, volume, file.path);
    return { kind: 'SQLite database', fault: fault === null ? null : `is damaged, SQLite says: ${fault}` };
  }
  if (isPostgresArchive(ends.head)) {
    const { fault, looked } = await archiveFault(world, containers, volume, file.path);
    const kind = looked ? 'PostgreSQL archive' : 'PostgreSQL archive, seen from outside';
    return { kind, fault: fault === null ? null : `is damaged, pg_restore says: ${fault}` };
  }
  return { kind: 'file of a kind not known here', fault: null };
}
