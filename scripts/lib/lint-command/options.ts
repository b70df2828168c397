/** What was asked for, checked. Throws KnownError for what there is not. */
import { KnownError } from '../command.ts';
import { ALL_RULES } from '../lint/lint.ts';
import type { KnownRule } from '../lint/rule.ts';
import { didYouMean } from '../recipe/nearest.ts';
import type { Choice } from '../report/choose.ts';
import { SEVERITIES } from '../report/printer.ts';

const FORMATS = ['pretty', 'json', 'sarif', 'github'] as const;
export type Format = (typeof FORMATS)[number];

export interface Wanted {
  readonly format: Format;
  readonly choice: Choice;
  readonly quiet: boolean;
  /** More warnings than this are a failure. */
  readonly maxWarnings: number;
  /** Null: nothing is repaired. */
  readonly fix: FixWanted | null;
}

export interface FixWanted {
  /** What may be repaired: less than what is shown when that was asked for, and never less because of --quiet. */
  readonly choice: Choice;
  /** False: the changes are shown only. */
  readonly write: boolean;
}

export interface Values {
  readonly format: string | undefined;
  readonly severity: string | undefined;
  readonly rule: readonly string[] | undefined;
  readonly quiet: boolean | undefined;
  readonly 'max-warnings': string | undefined;
  readonly fix: boolean | undefined;
  readonly 'dry-run': boolean | undefined;
  readonly stdin: boolean | undefined;
  readonly watch: boolean | undefined;
}

export function wanted({ format, severity, rule, quiet = false, ...values }: Values): Wanted {
  const least = severity === undefined ? (quiet ? 'error' : 'info') : oneOf('severity', severity, SEVERITIES);
  const rules = rule?.flatMap((list) => list.split(','));
  const chosen = rules === undefined ? {} : { rules: new Set(rules.map((id) => knownRule(id.trim()).id)) };
  return {
    format: oneOf('format', format ?? 'pretty', FORMATS),
    choice: { least, ...chosen },
    quiet,
    fix: fixWanted(
      { format, severity, rule, quiet, ...values },
      { least: severity === undefined ? 'info' : least, ...chosen },
    ),
    maxWarnings: values['max-warnings'] === undefined ? Number.POSITIVE_INFINITY : wholeNumber(values['max-warnings']),
  };
}

function fixWanted({ fix, stdin, watch, format, ...values }: Values, choice: Choice): FixWanted | null {
  const write = values['dry-run'] !== true;
  if (fix !== true) {
    if (write) return null;
    throw new KnownError('--dry-run goes with --fix only', 'Lint changes nothing without it.');
  }
  const other = watch === true ? '--watch' : write && stdin === true ? '--stdin' : null;
  if (other !== null) throw new KnownError(`--fix does not go with ${other}`, 'Leave one of them out.');
  if (!write && format !== undefined) {
    throw new KnownError('--dry-run does not go with --format', 'It prints a patch; leave one of them out.');
  }
  return { choice, write };
}

export function knownRule(id: string): KnownRule {
  const rule = ALL_RULES.find((each) => each.id === id);
  if (rule !== undefined) return rule;
  const ids = ALL_RULES.map((each) => each.id);
  throw new KnownError(`there is no rule "${id}"`, `See --list-rules.${didYouMean(id, ids)}`);
}

function oneOf<const Word extends string>(option: string, text: string, words: readonly Word[]): Word {
  const word = words.find((each) => each === text);
  if (word !== undefined) return word;
  throw new KnownError(`no ${option} "${text}"`, `There are ${words.join(', ')}.`);
}

function wholeNumber(text: string): number {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text);
  throw new KnownError(`--max-warnings "${text}" is no number from 0 up`, 'Write e.g. --max-warnings 0.');
}
