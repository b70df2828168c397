import type Dockerode from 'dockerode';
import type { EngineFacts, ImageResult } from '../types.ts';

/** What a script run against an engine printed. `output` interleaves stdout and stderr, without ANSI. */
export interface ScriptResult {
  readonly exitCode: number;
  readonly output: string;
  readonly durationMs: number;
}

/** One server of a swarm. Containers, volumes and logs are known to their own node only. */
export interface EngineNode {
  /** As the tasks name it. */
  readonly id: string;
  /** Its host name: `node-1`. */
  readonly name: string;
  readonly docker: Dockerode;
  /** False once it was killed. */
  readonly isAlive: () => boolean;
  /** Cuts its power: no process of it lives on, and nobody is told. For good; null when it is not ours to cut, or the manager's. */
  readonly kill: (() => Promise<void>) | null;
  /** `drain` sends its tasks to other nodes, `active` lets it take some again. */
  setAvailability(availability: 'active' | 'drain'): Promise<void>;
}

/** What of an engine's own state explains a failure that was seen on it. */
export interface Condition {
  /** Why no failure on it may be held against a recipe; null when it is well. */
  readonly ailment: string | null;
  /** Size of its disk, when that was large enough for any stack and this one has filled it. */
  readonly filledBytes: number | null;
  /** The last lines of the daemon's own log. */
  readonly log: string;
}

/** What keeps a trial apart on a swarm that is not ours alone. */
export interface Shared {
  /** Of this run: ends the name of everything the trial makes. */
  readonly id: string;
  /** On everything the trial makes, as far as Docker lets it carry labels. */
  readonly labels: { readonly [name: string]: string };
  /** Id of the only node that is used: what lies on another one could not be removed from here. */
  readonly node: string;
}

/** A swarm a trial runs on. Disposing it removes everything it made. */
export interface Engine extends AsyncDisposable {
  readonly id: string;
  readonly facts: EngineFacts;
  /** Not there when nobody else uses the swarm. */
  readonly shared?: Shared;
  /** Its manager, to observe: services and tasks; and the manager's own events, logs, exec, stats. */
  readonly docker: Dockerode;
  /** The manager first, then its workers. */
  readonly nodes: readonly EngineNode[];
  /**
   * Runs a block of shell the way a hoster pastes it (`sh -eu`), in `cwd`, with the engine as its Docker host,
   * an otherwise scrubbed environment and an empty home. Throws only when it cannot be run or `signal` fires.
   */
  run(
    script: string,
    options: { cwd: string; env?: Record<string, string>; signal: AbortSignal },
  ): Promise<ScriptResult>;
  /** A unix socket on this machine whose connections arrive at TCP 127.0.0.1:`port` inside the engine's network. */
  dial(port: number): Promise<string>;
  /**
   * Leaves it running when it is disposed and when this process ends. Only on an engine that was started with `keepable`; absent
   * where a provider cannot.
   */
  keep?(): Promise<void>;
  /** How it is now. Never throws; a dead engine answers, too. */
  condition(): Promise<Condition>;
  /** Asks once at an address inside the engine's network. Throws only when it cannot ask or `signal` fires. */
  exchange(question: Question, signal: AbortSignal): Promise<Answer>;
}

/** Bytes are base64. */
export interface Question {
  readonly protocol: 'tcp' | 'udp';
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly send: string | null;
  /** It need not wait any longer once the answer contains them; null: for the first byte. */
  readonly until: string | null;
  readonly waitMs: number;
}

export interface Answer {
  /** Why there was no connection, or no TLS on it; null when there was. Always null for UDP. */
  readonly refused: string | null;
  /** At most 64 KiB. */
  readonly received: string;
  /** The other side ended it before the wait was over. */
  readonly closed: boolean;
}

/** Where engines come from. */
export interface EngineProvider {
  readonly kind: EngineFacts['provider'];
  /** Not there when nobody else uses its swarms. */
  readonly shared?: Shared;
  /** Why it cannot be used on this machine with the repair, or null when it can. */
  unavailable(): Promise<{ readonly message: string; readonly help: string } | null>;
  /** Ready swarm of `nodes` nodes, one when not given, each of which can pull exactly the `images` given. */
  start(options: {
    images: readonly ImageResult[];
    signal: AbortSignal;
    /** It may be kept: its processes do not end with ours. */
    keepable?: boolean;
    nodes?: number;
    /** What takes long, in a few words. */
    onProgress?: (what: string) => void;
  }): Promise<Engine>;
}

/** One local registry for all engines of the machine. */
export interface ImageStore extends AsyncDisposable {
  /** Finds, pulls or builds an image. Never throws for an image that cannot be had: `available: false` and why. */
  provide(need: ImageNeed, signal: AbortSignal): Promise<ImageResult>;
}

export interface ImageNeed {
  /** As written in the compose file, variables filled in: `ghcr.io/recipe-commons/fossil:2.21-1`. */
  readonly reference: string;
  readonly services: readonly string[];
  /** Folder with a Dockerfile when the recipe brings its own image; built when it cannot be pulled. */
  readonly context: string | null;
  /** Allow a Debian-built stand-in from test/stand-ins when there is no other way. */
  readonly standIns: boolean;
}
