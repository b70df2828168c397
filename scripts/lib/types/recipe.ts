import type { Finding, Json } from './report.ts';

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
