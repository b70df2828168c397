import { resolve } from 'node:path';

/** The repository's folder for everything that survives a run and can be deleted at any time. */
export const CACHE_FOLDER = resolve(import.meta.dirname, '../../../.cache');

/** Dockerfiles that stand for images this machine cannot pull. */
export const STAND_INS_FOLDER = resolve(import.meta.dirname, '../../../test/stand-ins');

/** Short, because a unix socket's path may have only 108 characters. */
const RUN_FOLDER = '/run/recipe-commons';

/** Where one engine keeps its things. */
export interface EnginePlace {
  readonly id: string;
  /** Data root, log, state file, registry views. */
  readonly data: string;
  /** Sockets and the daemon's run-time state. */
  readonly run: string;
  readonly socket: string;
  /** Name of its group directly below each cgroup hierarchy. */
  readonly cgroup: string;
  /** Its processes do not end with ours: the engine may be kept. */
  readonly outlives?: boolean;
}

export function enginesFolder(cache: string): string {
  return resolve(cache, 'engines');
}

export function enginePlace(cache: string, id: string): EnginePlace {
  const run = `${RUN_FOLDER}/${id}`;
  return { id, data: resolve(enginesFolder(cache), id), run, socket: `${run}/docker.sock`, cgroup: `rc-${id}` };
}

/**
 * Real images, stand-ins and bases made for building never lie in the same folder, so that none can be taken for
 * another.
 */
export function storeFolder(cache: string, kind: 'images' | 'stand-ins' | 'bases'): string {
  return resolve(cache, kind);
}
