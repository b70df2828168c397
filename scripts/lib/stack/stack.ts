/** What `docker stack deploy -c a -c b` makes of compose files, or why it refuses them. */
import type { Environment } from '../recipe/interpolate.ts';
import type { JsonMap } from '../recipe/json.ts';
import type { Json, Path } from '../types.ts';
import type { Kind } from './format.ts';

/** A compose file as data: merge keys applied, variables not filled in. */
export interface StackFile {
  /** Inside the recipe, e.g. `compose.yml`. */
  readonly file: string;
  readonly value: Json;
  /** Plain values that are something else to Docker than JSON can say; left out when there are none. */
  readonly odd?: readonly OddScalar[] | undefined;
}

/**
 * `float`: `80.0` is no int; `number`: beyond what JavaScript counts exactly, a text in `value`; `date`: `2001-01-01`, a text in
 * `value`; `infinite`: `.inf` or `.nan`, a text in `value`.
 */
export interface OddScalar {
  readonly path: Path;
  readonly kind: 'float' | 'number' | 'date' | 'infinite';
}

export interface StackContext {
  /** What `${NAME}` stands for. */
  readonly environment: Environment;
  /** The file a path in `env_file` names. Left out: they are not looked at. */
  readonly envFile?: ((path: string) => EnvFile) | undefined;
}

/** `unknown`: nobody looked, it may well be there. */
export type EnvFile = { readonly text: string } | 'missing' | 'unknown';

/**
 * `version`: of the format; `forbidden`: keys Docker names itself when it refuses them; `interpolation`: a variable; `required`:
 * one that must have a value, as in `${A:?}`, and has none; `schema`: an unknown key or a value of the wrong type; `value`: a text that cannot be read; `conflict`: keys that exclude each other;
 * `file`: an `env_file`; `merge`: files that do not go together.
 */
export type StackProblemKind =
  | 'version'
  | 'forbidden'
  | 'interpolation'
  | 'required'
  | 'schema'
  | 'value'
  | 'conflict'
  | 'file'
  | 'merge';

/** Why Docker refuses the files. */
export interface StackProblem {
  readonly kind: StackProblemKind;
  readonly file: string;
  /** In `file` as written. */
  readonly path: Path;
  /** The key that `path` ends in is meant, not its value. */
  readonly atKey?: true;
  readonly message: string;
  readonly help: string;
  /** What the value may be, when it is something else. */
  readonly kinds?: readonly Kind[];
  /** Those that have no value, when they are `required`. */
  readonly variables?: readonly string[];
}

/** One file, its variables filled in. */
export interface FilledFile {
  readonly file: string;
  /** The version of the format as Docker compares it, e.g. `3.13`. */
  readonly version: string;
  readonly value: JsonMap;
  readonly problems: readonly StackProblem[];
}

export interface Origin {
  readonly file: string;
  readonly path: Path;
}

/**
 * Something a later file says and does not get, or takes away without saying so. `empty`: a `false`, `0`, `''` or `[]`, which
 * replaces nothing; `appended`: a healthcheck's test, which Docker writes behind the other; `replaced`: the entry of the other
 * file is dropped as a whole; `options`: of logging, which are dropped when the other file names only a driver.
 */
export interface MergeLoss extends Origin {
  readonly kind: 'empty' | 'appended' | 'replaced' | 'options';
}

export interface Stack {
  /**
   * Merged, variables filled in, in the shape of a compose file: what only one file says keeps the form it is written in
   * (short or long, list or mapping), and is the same object in every stack that is made of that file.
   */
  readonly value: JsonMap;
  /** Where the value at a path of `value` is written; of one that no file has, its nearest ancestor. */
  readonly origin: (path: Path) => Origin;
  readonly losses: readonly MergeLoss[];
  /** Empty exactly when Docker accepts the files. */
  readonly problems: readonly StackProblem[];
}
