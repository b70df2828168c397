import type { Json, Path, PublishedVersion, Recipe, Severity } from '../types.ts';
import type { Fix } from './edit/fix.ts';

/** `format`, `swarm`, `image` and `security` judge any compose file; `recipe` what makes one a recipe. */
export type Family = 'format' | 'recipe' | 'swarm' | 'image' | 'security';

/** What is known of a rule besides its check: enough for help texts and documentation pages. */
export interface RuleText {
  /** kebab-case; the name of its file, of its fixtures and in waivers. */
  readonly id: string;
  readonly severity: Severity;
  /** One line: what the rule sees. */
  readonly summary: string;
  readonly docs: {
    readonly why: string;
    readonly fix: string;
    /** abra R-numbers, CIS Docker Benchmark 1.6 numbers, specifications, sources. */
    readonly refs: readonly string[];
  };
  /** Rules that say the same better: where one of them has an error, at the place, below or above it, this one is silent. */
  readonly yieldsTo?: readonly string[];
  /** False: it guards the machines of others, so the recipe that is judged has no say in it. */
  readonly waivable?: false;
}

/** What a rule reports; the runner makes a located Finding of it. */
export interface Problem {
  /** Inside the recipe, e.g. `compose.yml`; a file that does not exist is where it is missing. */
  readonly file: string;
  /** In the YAML document of `file`. */
  readonly path?: Path;
  /** The key that `path` ends in is meant, not its value. */
  readonly atKey?: true;
  /** 1-based, in files that are no YAML. */
  readonly line?: number;
  readonly column?: number;
  /** What is wrong, the value quoted. */
  readonly message: string;
  /** The repair. */
  readonly help: string;
  /** When this one is worse, or less bad, than the rule usually is. */
  readonly severity?: Severity;
  /** When this one takes more for granted than the rule usually does. */
  readonly assumes?: Rule['assumes'];
  readonly data?: { readonly [key: string]: Json };
  /** How `--fix` repairs it, from lint/edit: only where the file then means the same but for the repair. */
  readonly fix?: Fix | undefined;
}

type ReportProblem = (problem: Problem) => void;

/** What is known besides the recipe. */
export interface RuleContext {
  /** What the main line has of this recipe, lowest version first. Empty as well when nobody could tell. */
  readonly published: readonly PublishedVersion[];
}

export interface Rule extends RuleText {
  /**
   * What it takes for granted. `folder`: the files of a recipe around the compose file, as every rule of the family `recipe`
   * does; `convention`: how recipes share a swarm; `publication`: that others install it again and again; `metadata`: recipe.yml. Where that was never promised, see scope.ts.
   */
  readonly assumes?: 'folder' | 'convention' | 'publication' | 'metadata';
  /** Never throws on what a recipe may hold. */
  check(recipe: Recipe, report: ReportProblem, context: RuleContext): void;
}

export type FamilyRule = Rule & { readonly family: Family };

/** A rule as its documentation shows it; some findings come from reading the files, or from the runner itself. */
export type KnownRule = RuleText & { readonly family: Family | 'reading' | 'runner' };
