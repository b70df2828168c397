/** Which rules judge what: a recipe of ours, one in abra's format, or any compose file. */
import type { Finding, Severity } from '../types.ts';
import type { FamilyRule, Problem, Rule } from './rule.ts';
import { RULES } from './rules.ts';

/** `ours`: it lies in recipes/ or has a recipe.yml. `abra`: a recipe without one. `file`: a compose file and nothing else. */
export type Scope = 'ours' | 'abra' | 'file';

type Assumption = NonNullable<Rule['assumes']>;

/** The worst a finding may be where what its rule assumes was never promised; null: the rule is left out. */
const MOST: { readonly [scope in Scope]: { readonly [assumption in Assumption]: Severity | null } } = {
  ours: { folder: 'error', convention: 'error', publication: 'error', metadata: 'error' },
  abra: { folder: 'warning', convention: 'warning', publication: 'warning', metadata: 'info' },
  file: { folder: null, convention: 'info', publication: 'warning', metadata: null },
};

const RANK: readonly Severity[] = ['error', 'warning', 'info'];

/** The same list each time: what is known of a list of rules is found out once. */
export function rulesFor(scope: Scope): readonly Rule[] {
  const made = SCOPED.get(scope) ?? scoped(scope);
  SCOPED.set(scope, made);
  return made;
}

const SCOPED = new Map<Scope, readonly Rule[]>();

function scoped(scope: Scope): readonly Rule[] {
  if (scope === 'ours') return RULES;
  return RULES.flatMap((rule) => {
    const assumption = assumptionOf(rule);
    if (assumption === null) return [rule];
    const most = MOST[scope][assumption];
    return most === null ? [] : [atMost(most, rule, MOST[scope])];
  });
}

/** What reading it found: abra reads .env.sample with a library of its own, and no shell ever sees it. */
export function readingFor(scope: Scope, findings: readonly Finding[]): readonly Finding[] {
  if (scope !== 'abra') return findings;
  return findings.map((each) => (each.rule === 'env-file-syntax' ? { ...each, severity: 'warning' } : each));
}

function assumptionOf({ family, assumes }: FamilyRule): Assumption | null {
  return assumes ?? (family === 'recipe' ? 'folder' : null);
}

function atMost(most: Severity, rule: Rule, promised: (typeof MOST)[Scope]): Rule {
  return {
    ...rule,
    severity: lesser(rule.severity, most),
    check(recipe, report, context) {
      const told = ({ severity = rule.severity, ...problem }: Problem) => {
        const least = problem.assumes === undefined ? most : promised[problem.assumes];
        if (least !== null) report({ ...problem, severity: lesser(lesser(severity, most), least) });
      };
      rule.check(recipe, told, context);
    },
  };
}

function lesser(one: Severity, other: Severity): Severity {
  return RANK.indexOf(one) < RANK.indexOf(other) ? other : one;
}
