import type { Waiver } from './recipe.ts';

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
