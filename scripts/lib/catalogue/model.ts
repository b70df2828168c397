import type { LevelResult } from '../certificate/levels.ts';
import type { Flake } from '../report/flakes.ts';
import type {
  Certificate,
  Command,
  DataVolume,
  Evidence,
  Metadata,
  Recipe,
  RecipeVersion,
  Report,
  ScannedFact,
  ScanReport,
  SecretNeed,
  Setting,
  TrialReport,
} from '../types.ts';
import type { BlastRadius } from './blast-radius.ts';
import type { VersionFacts } from './facts.ts';
import type { Rulebook } from './rulebook.ts';
import type { Fact } from './search/facts.ts';

/** Everything that is published. The site, recipes.json and the machine files are views of this one value. */
export interface Catalogue {
  readonly schema: 'recipe-commons/catalogue/1';
  /** Sorted by name. */
  readonly recipes: readonly CatalogueRecipe[];
}

/** The catalogue, the rules its recipes are judged by, and which versions contain which flaw. */
export interface Publication {
  readonly catalogue: Catalogue;
  readonly rulebook: Rulebook;
  readonly security: BlastRadius;
  /** Of each recipe what is searched and shown in a list; in the order of the recipes. */
  readonly facts: readonly Fact[];
  /** What trials had to do more than once. */
  readonly flakes: readonly Flake[];
  /** Where the site will be, with a slash at the end: what is read elsewhere needs whole addresses. */
  readonly address: string;
}

/** A file beside the pages. `path` is relative to the site's root, without a leading slash. */
export interface PublishedFile {
  readonly path: string;
  readonly content: string;
  readonly encoding: 'utf8' | 'base64';
}

export interface CatalogueRecipe {
  readonly name: string;
  /** From the newest version; a recipe without readable metadata is shown by its name. */
  readonly title: string;
  readonly summary: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly licence: string;
  readonly metadata: Metadata | null;
  /** Published as `r/<name>/<file>`; null when there is none or it did not pass validation. */
  readonly icon: PublishedIcon | null;
  /** Newest first, never empty. */
  readonly versions: readonly CatalogueVersion[];
}

export interface PublishedIcon {
  readonly file: 'icon.svg' | 'icon.png';
  readonly base64: string;
}

/** Why a version is (not) shown as proven. Only `tried` may look green. */
export type StandingKind = 'tried' | 'lapsed' | 'rehearsed' | 'unverified' | 'failed' | 'broken' | 'untried';

export interface Standing {
  readonly kind: StandingKind;
  /** A few words: "tried locally (unsigned)". */
  readonly label: string;
  /** One sentence a hoster understands. */
  readonly reason: string;
  /** ISO 8601: when a certificate that held ceased to. */
  readonly since?: string;
}

export interface CatalogueVersion {
  readonly recipe: string;
  readonly version: string;
  /** The version without `+`, for hosts and tools that turn it into a space: `1.1.0_2.0`. */
  readonly alias: string;
  /** Null: a draft, in the working tree and not in history yet. */
  readonly published: RecipeVersion | null;
  readonly digest: string;
  readonly readme: string | null;
  readonly releaseNote: string | null;
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly bytes: number }[];
  readonly settings: readonly Setting[];
  readonly secrets: readonly CatalogueSecret[];
  readonly overlays: readonly string[];
  readonly data: readonly DataVolume[];
  readonly services: readonly CatalogueService[];
  readonly install: readonly InstallStep[];
  /** What it is compared with other versions by. */
  readonly facts: VersionFacts;
  readonly standing: Standing;
  readonly levels: readonly LevelResult[];
  readonly scanned: ScannedFact;
  /** Only while it holds for exactly this version's bytes. */
  readonly certificate: Certificate | null;
  readonly lint: Report | null;
  readonly trial: TrialReport | null;
  readonly scan: ScanReport | null;
  readonly evidence: readonly PublishedEvidence[];
  /** Files beside the scan's report, relative to the version's folder. */
  readonly sboms: readonly string[];
  readonly bundle: { readonly file: string; readonly sha256: string; readonly bytes: number };
}

interface CatalogueSecret extends SecretNeed {
  /** Null when every installation needs it, else the overlay that does. */
  readonly overlay: string | null;
}

export interface InstallStep extends Command {
  /** The trial of these very bytes ran this very text. */
  readonly ranInTrial: boolean;
}

export interface CatalogueService {
  readonly name: string;
  /** '' for compose.yml, else the overlay that brings it. */
  readonly overlay: string;
  readonly image: string;
  /** As the compose file limits it, e.g. `256M`; null when it does not. */
  readonly memory: string | null;
  readonly cpus: string | null;
  /** What the trial deployed; null when it did not. */
  readonly deployed: {
    readonly digest: string;
    readonly source: string;
    readonly sizeBytes: number;
    readonly notes: readonly string[];
  } | null;
  /** Why the image could not be had. */
  readonly error: string | null;
}

/** An evidence file and where it is published, relative to the version's folder. */
export interface PublishedEvidence {
  readonly kind: Evidence['kind'];
  /** As the report names it. */
  readonly file: string;
  readonly path: string;
  readonly bytes: number;
  /** Pixels, for pictures. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

/** What the reading edge hands to the pure build. */
export interface CatalogueSource {
  readonly recipes: readonly RecipeSource[];
}

/** The same, one recipe after the other: all versions of all recipes are more than a small machine remembers. */
export interface CatalogueStream {
  /** By name, and how many there are. */
  readonly names: readonly string[];
  readonly recipes: AsyncIterable<RecipeSource>;
}

export interface RecipeSource {
  readonly name: string;
  /** Newest first. */
  readonly versions: readonly VersionSource[];
}

/** One version as read. */
export interface VersionSource {
  readonly recipe: Recipe;
  readonly version: string;
  readonly published: RecipeVersion | null;
  readonly install: readonly Command[];
  readonly lint: Report | null;
  readonly trial: TrialReport | null;
  readonly scan: ScanReport | null;
  readonly certificate: Certificate | null;
  readonly evidence: readonly { readonly file: string; readonly bytes: number; readonly head: string }[];
  readonly sboms: readonly string[];
}
