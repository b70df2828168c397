import type { Nodes } from '../nodes.ts';
import type { Inside } from './containers.ts';

/** Where a stack keeps data, as far as anyone can find out without knowing the app; and what the recipe itself declares. */
export type StoreKind = 'postgresql' | 'mariadb' | 'redis' | 'sqlite' | 'volume' | 'declared';

/** A store that was found; `where` is for people: `db: database "davical"`. */
export interface Store {
  readonly kind: StoreKind;
  readonly where: string;
  /** Puts something recognisable into it. Throws with one line when it cannot. */
  plant(world: World, token: string): Promise<Canary>;
}

/** A kind of server that keeps data, known by its processes. */
export interface Server {
  /** For people: `PostgreSQL`. */
  readonly name: string;
  readonly processes: RegExp;
  /** People run it as a cache as well: without a volume nobody expects it to remember anything. */
  readonly mayForget: boolean;
  /** Its stores in `inside`, a container where it runs. */
  find(world: World, inside: Inside): Promise<readonly Store[]>;
}

/** Something planted that must come through whatever happens to the stack. */
export interface Canary {
  readonly kind: StoreKind;
  readonly where: string;
  /** Of a canary in a file: the volume it lies in, which some service must still mount for the app to see it. */
  readonly volume?: string;
  /** Of a canary in a server: the service that runs it. */
  readonly service?: string;
  /** Null when it is all there, else what is missing or changed. */
  look(world: World): Promise<string | null>;
}

/** The stack as the canaries reach it; the containers change, the names stay. */
export interface World {
  readonly engine: Nodes;
  readonly stack: string;
  /** Names below `services:`. */
  readonly services: readonly string[];
  /** Id of the container beside the stack that has its volumes, see `openVolumes`. */
  readonly beside: string;
  /** Of volumes on other nodes than the manager: the container beside the stack there, by the volume's full name. */
  readonly elsewhere: { readonly [volume: string]: string };
  /** Full names of the volumes there; each is mounted at `/volumes/<name>`. */
  readonly volumes: readonly string[];
  /** Those of them that the recipe's data map calls a cache: what they hold may go. */
  readonly caches: readonly string[];
}

/** The container beside the stack that has `volume`. */
export function besideOf({ beside, elsewhere }: World, volume: string): string {
  return elsewhere[volume] ?? beside;
}

/** Name of every table, key and file that is planted; an app that lists its data shows whose it is. */
export const CANARY = 'recipe_commons_canary';

export interface Planted {
  readonly canaries: readonly Canary[];
  /** Stores that were found and could not be planted into, with the reason. */
  readonly unplanted: readonly string[];
  /** Stores that were found and may lose everything at any time, with the reason: nothing was planted there. */
  readonly spared: readonly string[];
  /** Why what the recipe itself plants could not be planted, or was not there right after; null when all is well. */
  readonly refused: string | null;
}
