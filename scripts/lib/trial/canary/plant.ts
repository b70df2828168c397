import { randomBytes } from 'node:crypto';
import type { Canary, Planted, Store, World } from './canary.ts';
import { containersOf } from './containers.ts';
import { findPostgresql } from './postgresql.ts';
import { findSqlite } from './sqlite.ts';
import { findVolume } from './volume.ts';

const FILES = [findSqlite, findVolume];

/** Everything that keeps data in the running stack: servers by their processes, files by the declared volumes. */
async function findStores(world: World): Promise<readonly Store[]> {
  const containers = await containersOf(world);
  const servers = await Promise.all(containers.map((inside) => findPostgresql(world, inside)));
  const files = await Promise.all(world.volumes.flatMap((volume) => FILES.map((find) => find(world, volume))));
  return [...servers, ...files].flat();
}

/** Plants a canary into every store of the stack; what would not take one is said. */
export async function plantCanaries(world: World): Promise<Planted> {
  const canaries: Canary[] = [];
  const unplanted: string[] = [];
  for (const store of await findStores(world)) {
    try {
      canaries.push(await store.plant(world, randomBytes(16).toString('hex')));
    } catch (error) {
      unplanted.push(`${store.where}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { canaries, unplanted };
}

/** What is missing or changed of them, or out of the app's sight; empty when all came through. */
export async function lostCanaries(world: World, canaries: readonly Canary[]): Promise<readonly string[]> {
  const mounted = new Set((await containersOf(world)).flatMap(({ mounts }) => Object.values(mounts)));
  const lost = await Promise.all(canaries.map((canary) => faultOf(world, canary, mounted)));
  return lost.filter((each) => each !== null);
}

async function faultOf(world: World, canary: Canary, mounted: ReadonlySet<string>): Promise<string | null> {
  const { where, volume } = canary;
  if (volume !== undefined && !mounted.has(volume)) return `${where}: no service mounts the volume any more`;
  return await canary
    .look(world)
    .catch((error: unknown) => `${where}: ${error instanceof Error ? error.message : error}`);
}
