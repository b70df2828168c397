/** The security rules of lint a second time, on what the engine says that it runs. Pure. */
import { SECURITY } from '../../lint/families/security.ts';
import { lint } from '../../lint/lint.ts';
import type { Finding, Recipe } from '../../types.ts';

/** They judge what is written how and where, or what swarm has no place for: the engine knows nothing of it. */
const OF_FILES = new Set([
  'backup-uncovered',
  'budget-exceeded',
  'device-access',
  'foreign-secret',
  'foreign-volume',
  'host-namespace',
  'pipe-to-shell',
  'plaintext-secret',
  'privileged',
  'proxy-labels-misplaced',
  'route-catch-all',
  'route-foreign-host',
  'route-not-namespaced',
  'route-without-tls',
  'secret-in-environment',
  'secret-mode',
  'unconfined-profile',
]);

const RULES = SECURITY.filter(({ id }) => !OF_FILES.has(id));
const GRAVE = new Set(RULES.filter(({ waivable }) => waivable === false).map(({ id }) => id));

export interface RulesOnEngine {
  /** Not waived, of the running services; first what no recipe may waive. */
  readonly findings: readonly Finding[];
  /** Those of them that the files gave no reason to expect: file and engine disagree. */
  readonly unexpected: readonly Finding[];
  readonly waived: number;
  /** How many rules were asked. */
  readonly rules: number;
}

/** `running`: see engineRecipe. `today`: YYYY-MM-DD. */
export function rulesOnEngine(recipe: Recipe, running: Recipe, today: string): RulesOnEngine {
  const ids = new Set(RULES.map(({ id }) => id));
  const run = (each: Recipe) => {
    const { findings, waived } = lint(each, { today, rules: RULES, isWanted: ({ rule }) => ids.has(rule) });
    return { findings: findings.filter(({ rule }) => ids.has(rule)), waived };
  };
  const files = run(recipe);
  const engine = run(running);
  const expected = new Set([...files.findings, ...files.waived].map(subject));
  return {
    findings: engine.findings.toSorted((a, b) => Number(GRAVE.has(b.rule)) - Number(GRAVE.has(a.rule))),
    unexpected: engine.findings.filter((finding) => !expected.has(subject(finding))),
    waived: engine.waived.length,
    rules: RULES.length,
  };
}

/** What of the stack a rule speaks of: `runs-as-root services app`. */
function subject({ rule, path }: Finding): string {
  return [rule, ...(path ?? []).slice(0, 2)].join(' ');
}
