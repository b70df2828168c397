/**
 * The shared words. Every value here is plain, readonly and JSON-safe: it can be saved, diffed,
 * used as a fixture and handed to the next command. This file imports nothing.
 */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Where a value sits in a parsed document, e.g. `['services', 'app', 'image']`. */
export type Path = readonly (string | number)[];

/** 1-based; `file` is relative to the folder the command runs in (`recipes/fossil/compose.yml`). */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type Severity = 'error' | 'warning' | 'info';
export type Step = 'read' | 'lint' | 'scan' | 'trial' | 'certify';

/** Replaces the characters `start`..`end` (UTF-16 offsets) of `file` (inside the recipe) by `text`. */
export interface Edit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One thing a check saw. `message`: what is wrong, the value quoted. `help`: the repair. */
export interface Finding {
  readonly step: Step;
  /** Rule id in kebab-case, the same as its file name and docs page. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string;
  readonly path: Path | null;
  readonly place: Place | null;
  readonly data: { readonly [key: string]: Json };
  readonly fix?: readonly Edit[];
  /** Why it is accepted, and until when. */
  readonly waiver?: Pick<Waiver, 'reason' | 'until'>;
}

/**
 * pass: everything that ran is right. fail: the recipe is wrong. broken: we are.
 * unverified: something that should have run could not; never shown as green.
 */
export type Verdict = 'pass' | 'fail' | 'broken' | 'unverified';

/** Which bytes a report speaks of. `digest`: sha256 of the recipe tree, see recipe/digest.ts. */
export interface Subject {
  readonly recipe: string;
  readonly version: string | null;
  readonly digest: string;
  /** The commit the tree was read at, null when it was read from a changed working tree. */
  readonly commit: string | null;
  /** Where it lies when that is not in recipes/, relative to the folder the command runs in. */
  readonly path?: string;
  /** It is no recipe but one compose file. */
  readonly alone?: true;
  /** It is no recipe but one image; `recipe` is its whole name. */
  readonly image?: true;
}

export interface Report {
  readonly schema: 'recipe-commons/report/1';
  readonly step: Step;
  readonly subject: Subject;
  readonly tool: { readonly name: string; readonly version: string };
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly waived: readonly Finding[];
  /** How many things were looked at (files, images, rungs). Zero is never a pass. */
  readonly looked: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
}

// ── recipe ──────────────────────────────────────────────────────────────────────────────────────

/** One regular file of a recipe. `path` is relative to the recipe's folder, `/`-separated. */
export interface RecipeFile {
  readonly path: string;
  readonly executable: boolean;
  readonly encoding: 'utf8' | 'base64';
  readonly content: string;
  /** Hex, of the bytes. */
  readonly sha256: string;
}

/** One line of `.env.sample`. `required`: it stands there uncommented. */
export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly required: boolean;
  /** The comment above it, without `#`. */
  readonly description: string;
  readonly line: number;
}

/** A secret the compose files ask for as external: `${STACK_NAME}_db_password_${SECRET_DB_PASSWORD_VERSION}`. */
export interface SecretNeed {
  /** Key under `secrets:`, e.g. `db_password`. */
  readonly key: string;
  /** Name as written, variables not filled in. */
  readonly name: string;
  /** Setting that carries its version, e.g. `SECRET_DB_PASSWORD_VERSION`; null when the name holds none. */
  readonly versionSetting: string | null;
  readonly length: number;
  readonly charset: 'default' | 'hex' | 'special' | 'safespecial';
  /** False: a person must supply it (`# generate=false`). */
  readonly generate: boolean;
}

/** A swarm config the compose files make from a file of the recipe. */
export interface ConfigNeed {
  readonly key: string;
  readonly name: string;
  readonly file: string;
  readonly versionSetting: string | null;
}

/** A compose file as data: merge keys applied, variables *not* filled in. */
export interface ComposeFile {
  readonly file: string;
  /** '' for compose.yml, else the feature of `compose.<feature>.yml`. */
  readonly overlay: string;
  readonly value: { readonly [key: string]: Json };
}

/** What `recipe.yml` says, valid against its schema (recipe/schema.ts narrows it). */
export interface Metadata {
  readonly title: string;
  readonly summary: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly licence: string;
  readonly website: string;
  readonly upstream: { readonly repository: string; readonly contact?: string; readonly report?: 'none' | 'issues' };
  readonly maintainers: readonly { readonly name: string; readonly contact: string }[];
  readonly features: { readonly sso?: readonly string[]; readonly email?: boolean };
  readonly antifeatures: readonly { readonly kind: string; readonly why: string }[];
  readonly architectures: readonly string[];
  readonly budget: { readonly memory?: string; readonly cpus?: number; readonly disk?: string };
  readonly data: readonly DataVolume[];
  readonly waivers: readonly Waiver[];
  readonly deprecated?: Deprecated;
  readonly trial: TrialDeclaration;
}

/** `since`: YYYY-MM-DD. `successor`: the recipe to use instead. */
interface Deprecated {
  readonly since: string;
  readonly reason: string;
  readonly successor?: string;
}

export interface DataVolume {
  readonly volume: string;
  readonly holds: string;
  readonly class: 'personal' | 'operational' | 'public' | 'cache';
  readonly backup: boolean;
}

export interface Waiver {
  readonly rule: string;
  readonly reason: string;
  /** YYYY-MM-DD, the last day it holds. */
  readonly until: string;
  readonly path?: string;
}

/** What "works" means for this recipe. */
interface TrialDeclaration {
  readonly env: { readonly [name: string]: string };
  readonly probes: readonly Probe[];
  readonly ports: readonly PortProbe[];
  /** Makes data as only the app can, once it is healthy; in this order. */
  readonly seed: readonly TrialStep[];
  /** Whether that data is there. */
  readonly check: readonly TrialCheck[];
  /** Overlays that hosters use together, tried besides each by itself. */
  readonly variants: readonly TrialVariant[];
  /** Services that may run more often than written. */
  readonly scalable: readonly string[];
  readonly skip: readonly { readonly rung: string; readonly reason: string }[];
  /** Secrets that a hoster may replace. */
  readonly rotates: readonly Rotation[];
  /** Hosts that the app calls by itself: a name, or `*.example.org` for all below it. */
  readonly egress?: readonly string[];
  /** By service: ports besides those of its routes that every app on the network "proxy" may reach. */
  readonly reachable?: { readonly [service: string]: readonly number[] };
}

export interface Rotation {
  /** Key under `secrets:`. */
  readonly secret: string;
  /** Run in the stack before and after the new one is deployed; both have `OLD_SECRET` and `NEW_SECRET` in their environment. */
  readonly before?: readonly TrialStep[];
  readonly after?: readonly TrialStep[];
  /** Succeeds when the app accepts the value in the variable `SECRET`, and only then. */
  readonly check?: TrialStep;
}

/** A program, not a line of shell, that runs in the container of a service and must end with exit code 0. */
export interface TrialStep {
  readonly service: string;
  readonly command: readonly string[];
}

/** `stdout`: all it prints, but for white space around it. */
export interface TrialCheck extends TrialStep {
  readonly stdout?: string;
}

interface TrialVariant {
  readonly name: string;
  /** Of `compose.<overlay>.yml`. */
  readonly overlays: readonly string[];
  readonly env?: { readonly [name: string]: string };
}

/** A request by the declared route. `title`: text the page's <title> contains; `body`: text the body contains. */
export interface Probe {
  readonly path: string;
  readonly status: number;
  readonly title?: string;
  readonly body?: string;
}

/** A question to a port as it is published, for what no HTTP route carries. `expect`: bytes the answer contains. */
export interface PortProbe {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /** Speak TLS; whoever signed the certificate. */
  readonly tls?: boolean;
  readonly send?: Bytes;
  readonly expect?: Bytes;
}

/** As hexadecimal digits or as text, one of both. */
export interface Bytes {
  readonly hex?: string;
  readonly text?: string;
}

export interface Recipe {
  readonly name: string;
  /** Folder relative to the repository, e.g. `recipes/fossil`; places start with it. */
  readonly folder: string;
  readonly digest: string;
  readonly commit: string | null;
  /** `X.Y.Z+<app tag>` from the label on service `app`; null when there is none. */
  readonly version: string | null;
  /** Sorted by path, `certificates/` left out. */
  readonly files: readonly RecipeFile[];
  readonly metadata: Metadata | null;
  readonly settings: readonly Setting[];
  /** compose.yml first, overlays sorted. */
  readonly compose: readonly ComposeFile[];
  readonly secrets: readonly SecretNeed[];
  readonly configs: readonly ConfigNeed[];
  /** Of a compose file alone: the text of each `env_file` it names; null for one that is not there. Left out for recipes. */
  readonly envFiles?: { readonly [path: string]: string | null };
  /** What reading it found wrong (limits, syntax, schema); lint reports these too. */
  readonly findings: readonly Finding[];
}

/** A published version: the first commit on the main line that carries its label. */
export interface RecipeVersion {
  readonly recipe: string;
  readonly version: string;
  /** First commit that carries the label: when it was published. */
  readonly commit: string;
  readonly publishedAt: string;
  /** Last commit that still carries it: whose documentation we show. Deployable files are equal in both. */
  readonly tip: string;
}

/** One of them as lint compares a recipe with it. */
export interface PublishedVersion {
  readonly version: string;
  readonly commit: string;
  readonly publishedAt: string;
  /** Of `commit`, sorted by path. Null unless it is the recipe's own version or the next lower one: nothing else is compared. */
  readonly files: readonly RecipeFile[] | null;
}

/** What the main line has of a recipe, lowest version first; `unknown`: why nobody can tell, e.g. "this clone is shallow". */
export type Published = { readonly versions: readonly PublishedVersion[] } | { readonly unknown: string };

// ── trial ───────────────────────────────────────────────────────────────────────────────────────

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

// ── scan ────────────────────────────────────────────────────────────────────────────────────────

export type VulnerabilitySeverity = 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'UNKNOWN';

/** Whose a part of an image is: the recipe's own, the image's maker's, or of the distribution both build on. */
export type Owner = 'ours' | 'upstream' | 'base';

/** One known flaw in one package of an image, and what was made of it. */
export interface ScannedVulnerability {
  readonly id: string;
  readonly package: string;
  readonly installed: string;
  /** Null: nobody has repaired it yet. */
  readonly fixedIn: string | null;
  readonly severity: VulnerabilitySeverity;
  readonly title: string;
  readonly url: string | null;
  readonly owner: Owner;
  /** Not in the version before; null when that one could not be looked at. */
  readonly isNew: boolean | null;
  /** Known to be used in attacks; null when nobody could tell. */
  readonly exploited: boolean | null;
  /** `waived` and `not-affected` carry their reason. */
  readonly status: 'open' | 'waived' | 'not-affected';
  readonly reason?: string;
}

interface ScannedSecret {
  readonly title: string;
  readonly file: string;
  readonly line: number | null;
  readonly owner: Owner;
}

/** What was found in one image, by its digest. */
export interface ScannedImage {
  readonly reference: string;
  readonly services: readonly string[];
  readonly digest: string;
  readonly system: { readonly family: string; readonly name: string; readonly endOfLife: boolean } | null;
  readonly packages: number;
  /** Worst and repairable ones first. */
  readonly vulnerabilities: readonly ScannedVulnerability[];
  readonly secrets: readonly ScannedSecret[];
  /** Licences that the policy denies, with the packages under them. */
  readonly denied: readonly { readonly licence: string; readonly packages: readonly string[] }[];
  /** Parts of the scanner's report that we do not know, counted. */
  readonly unknown: { readonly [kind: string]: number };
  /** CycloneDX, beside the report. */
  readonly sbom: string;
}

export interface ScanReport extends Report {
  readonly step: 'scan';
  readonly scan: {
    readonly scanner: { readonly name: string; readonly version: string; readonly sha256: string } | null;
    readonly database: { readonly version: number; readonly updatedAt: string } | null;
    /** Until when its database counts as fresh, by the policy; null when nothing was scanned. ISO 8601. */
    readonly freshUntil: string | null;
    /** Of the policy that judged, sha256. */
    readonly policy: string;
    /** The published version it is compared with, or why there is none. */
    readonly against: { readonly version: string } | { readonly none: string };
    readonly images: readonly ScannedImage[];
    /** Flaws that the version before had and this one has not. */
    readonly fixed: readonly { readonly id: string; readonly package: string }[];
    /** Looking again did not work: since when, and why. What the report says is what was known before. */
    readonly stale?: { readonly since: string; readonly reason: string };
  };
}

/** Whether the images that were deployed are known to be free of what the scan's policy forbids. Only `passed` says so. */
export interface ScannedFact {
  readonly kind: 'passed' | 'failed' | 'stale' | 'other-images' | 'broken' | 'not-scanned';
  /** A sentence, with the next step. */
  readonly says: string;
}

// ── certificate ─────────────────────────────────────────────────────────────────────────────────

export type Level = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface Certificate {
  readonly schema: 'recipe-commons/certificate/1';
  readonly subject: Subject;
  readonly level: Level;
  readonly levelName: string;
  /** Every level in order: reached, or the reason it was not; `holds`: proven, though a level below it may be missing. */
  readonly levels: readonly {
    readonly level: Level;
    readonly name: string;
    readonly reached: boolean;
    readonly holds: boolean;
    readonly reason: string | null;
  }[];
  readonly signed: false;
  /** What level 2 rests on. */
  readonly scan: ScannedFact;
  readonly images: readonly {
    readonly services: readonly string[];
    readonly reference: string;
    readonly digest: string;
  }[];
  readonly reports: readonly { readonly step: Step; readonly verdict: Verdict; readonly sha256: string }[];
  readonly issuedAt: string;
  readonly expiresAt: string;
}

export type CertificateResult =
  | { readonly issued: true; readonly certificate: Certificate }
  | { readonly issued: false; readonly subject: Subject; readonly reasons: readonly string[] };
