import type { Report } from './report.ts';

export type RungId =
  | 'deploys'
  | 'answers'
  | 'removes'
  | 'upgrades'
  | 'rolls-back'
  | 'restores'
  | 'recovers'
  | 'isolated'
  | 'rotates';
export type RungStatus = 'pass' | 'fail' | 'skip' | 'unverified';

export interface Rung {
  readonly id: RungId;
  readonly status: RungStatus;
  /** One line, absent on pass: the first failing fact, or why it was skipped or could not run. */
  readonly reason?: string;
  /** What a hoster should know although nothing fails by it, one line each. */
  readonly warnings?: readonly string[];
  readonly durationMs: number;
  readonly measures: { readonly [name: string]: number };
  readonly evidence: readonly Evidence[];
  /** What had to be done more than once; absent when nothing had. */
  readonly retried?: readonly Retry[];
  /** Of a rung that failed: what the recipe does there as a commit before has it. */
  readonly base?: BaseRung;
}

/** `reason`: why it was done again, the last time. */
export interface Retry {
  readonly step: string;
  readonly reason: string;
  readonly times: number;
}

/** `absent`: there was no such recipe. `blame`: whose doing the failure is; nobody can tell when the base could not be tried. */
export interface BaseRung {
  readonly ref: string;
  readonly status: RungStatus | 'absent';
  readonly reason?: string;
  readonly blame: 'this change' | 'already so' | 'unknown';
}

/** Something kept about a rung. `file` lies beside the report; `text` is short enough to show at once. */
export interface Evidence {
  readonly kind:
    | 'log'
    | 'events'
    | 'tasks'
    | 'inspect'
    | 'health'
    | 'screenshot'
    | 'response'
    | 'output'
    | 'leftovers'
    | 'canaries'
    | 'downgrade'
    | 'timeline'
    | 'backup'
    | 'recovery'
    | 'node-loss'
    | 'rotation'
    | 'reachable'
    | 'hardening'
    | 'contacts'
    | 'port'
    | 'first-run';
  readonly title: string;
  readonly text?: string;
  readonly file?: string;
}

/** A block of shell a hoster pastes; the trial runs the same text. */
export interface Command {
  readonly id: 'settings' | 'network' | 'secrets' | 'image' | 'deploy' | 'check' | 'remove';
  readonly title: string;
  readonly script: string;
}

export type ImageSource = 'store' | 'pull' | 'build' | 'stand-in';

/** What became of one image a recipe names. */
export type ImageResult =
  | {
      readonly reference: string;
      readonly services: readonly string[];
      readonly available: true;
      readonly source: ImageSource;
      /** `sha256:…` of the manifest that is deployed. */
      readonly digest: string;
      readonly sizeBytes: number;
      /** Facts a reader must know, e.g. "base debian:12-slim made by debootstrap". */
      readonly notes: readonly string[];
    }
  | {
      readonly reference: string;
      readonly services: readonly string[];
      readonly available: false;
      readonly error: string;
      /** The registry itself says that there is no such image: the recipe names what nobody can have. */
      readonly missing: boolean;
    };

/** Facts of the engine that bound what a trial can prove. */
export interface EngineFacts {
  readonly provider: 'local' | 'dind' | 'context';
  readonly engineVersion: string;
  readonly apiVersion: string;
  readonly cliVersion: string;
  readonly kernel: string;
  readonly storageDriver: string;
  readonly nodes: number;
  /** Where its settings are not Docker's own: what is measured of a lost node depends on them. */
  readonly swarm: { readonly heartbeatSeconds: number; readonly taskHistory: number };
  readonly startMs: number;
  /** What this host cannot do, said plainly: "no IP_VS: VIP and ingress mesh do not forward". */
  readonly limits: readonly string[];
  /** What the trial lets a recipe take at most, besides the limits that it sets itself. */
  readonly bounds?: readonly string[];
}

export interface TrialReport extends Report {
  readonly step: 'trial';
  readonly trial: {
    readonly engine: EngineFacts | null;
    readonly edge: { readonly kind: 'traefik' | 'haproxy'; readonly image: string } | null;
    readonly stack: string;
    /** The declared variant that was tried; absent when it was the recipe as it is installed. */
    readonly variant?: string;
    /** The published version that it was upgraded from, when that was chosen. */
    readonly from?: string;
    /** How many times slower than usual the machine was when the trial began; deadlines are that much longer. */
    readonly slowdown?: number;
    readonly images: readonly ImageResult[];
    /** True when any image was a stand-in: proves the recipe's shape, never the app. */
    readonly rehearsed: boolean;
    readonly commands: readonly Command[];
    readonly rungs: readonly Rung[];
  };
}
