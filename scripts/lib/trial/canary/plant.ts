import { randomBytes } from 'node:crypto';
import type { Canary, Planted, Server, Store, World } from './canary.ts';
import { containersOf, type Inside } from './containers.ts';
import { type Declared, plantDeclared } from './declared.ts';
import { MARIADB } from './mariadb.ts';
import { POSTGRESQL } from './postgresql.ts';
import { REDIS } from './redis.ts';
import { findSqlite } from './sqlite.ts';
import { findVolume } from './volume.ts';

const SERVERS: readonly Server[] = [POSTGRESQL, MARIADB, REDIS];
const FILES = [findSqlite, findVolume];

/** Plants a canary into every store of the stack, then what the recipe declares; what would not take one, or need not, is said. */
export async function plantCanaries(world: World, declared: Declared): Promise<Planted> {
  const canaries: Canary[] = [];
  const unplanted: string[] = [];
  const { stores, spared } = await findStores(world);
  for (const store of stores) {
    try {
      canaries.push(await store.plant(world, randomBytes(16).toString('hex')));
    } catch (error) {
      unplanted.push(`${store.where}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const { checks, refused } = await plantDeclared(world, declared);
  return { canaries: [...canaries, ...checks], unplanted, spared, refused };
}

/** Everything that keeps data in the running stack: servers by their processes, files by the declared volumes. */
async function findStores(
  world: World,
): Promise<{ readonly stores: readonly Store[]; readonly spared: readonly string[] }> {
  const stores: Store[] = [];
  const spared = world.caches.map((volume) => `volume ${volume}: the data map calls it a cache`);
  for (const inside of await containersOf(world)) {
    for (const server of SERVERS.filter(({ processes }) => inside.processes.some((name) => processes.test(name)))) {
      const why = expendable(world, inside, server);
      if (why === null) stores.push(...(await server.find(world, inside)));
      else spared.push(`${inside.service}: ${server.name}: ${why}`);
    }
  }
  const kept = world.volumes.filter((volume) => !world.caches.includes(volume));
  const files = await Promise.all(kept.flatMap((volume) => FILES.map((find) => find(world, volume))));
  return { stores: [...stores, ...files.flat()], spared };
}

/** Why all that a server holds may go at any time, or null. */
function expendable({ volumes, caches }: World, { mounts }: Inside, { mayForget }: Server): string | null {
  const mounted = Object.values(mounts).filter((volume) => volumes.includes(volume));
  if (mounted.length === 0) return mayForget ? 'it has no volume' : null;
  return mounted.every((volume) => caches.includes(volume)) ? 'the data map calls its volume a cache' : null;
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
