import { display } from '../recipe/json.ts';
import { quote } from '../recipe/limits.ts';
import { didYouMean } from '../recipe/nearest.ts';
import { isOfScan } from '../recipe/scan-rules.ts';
import type { Finding, Recipe, Waiver } from '../types.ts';
import type { Problem } from './rule.ts';

interface Waived {
  readonly findings: readonly Finding[];
  readonly waived: readonly Finding[];
  /** What is wrong with the waivers themselves. */
  readonly problems: readonly WaiverProblem[];
}

type WaiverProblem = Problem & { readonly rule: string };

interface Rules {
  readonly known: ReadonlySet<string>;
  /** Those that a recipe may waive. */
  readonly waivable: ReadonlySet<string>;
}

/**
 * Takes accepted findings out. A waiver that does not hold (expired, unused, of an unknown rule or of one that no recipe may
 * waive) takes nothing out and is a problem. `today`: YYYY-MM-DD.
 */
export function waive(recipe: Recipe, findings: readonly Finding[], rules: Rules, today: string): Waived {
  const places = findings.map((finding) => ({ finding, at: display(finding.path ?? []) }));
  const waived = new Map<Finding, Waiver>();
  const problems: WaiverProblem[] = [];
  for (const [index, waiver] of (recipe.metadata?.waivers ?? []).entries()) {
    // Only a scan knows what it is for.
    if (isOfScan(waiver.rule)) continue;
    const accepted = places.flatMap(({ finding, at }) => (accepts(waiver, finding.rule, at) ? [finding] : []));
    const fault = faultOf(waiver, rules, today, accepted.length);
    if (fault === null) for (const finding of accepted) waived.set(finding, waiver);
    else problems.push({ file: 'recipe.yml', path: ['waivers', index], data: { rule: waiver.rule }, ...fault });
  }
  return {
    findings: findings.filter((finding) => !waived.has(finding)),
    waived: findings.flatMap((finding) => {
      const waiver = waived.get(finding);
      return waiver === undefined ? [] : [{ ...finding, waiver: { reason: waiver.reason, until: waiver.until } }];
    }),
    problems,
  };
}

function faultOf(
  { rule, until, path }: Waiver,
  { known, waivable }: Rules,
  today: string,
  accepted: number,
): Pick<WaiverProblem, 'rule' | 'message' | 'help'> | null {
  if (!known.has(rule)) {
    const help = `Correct or remove it.${didYouMean(rule, known)}`;
    return { rule: 'waiver-unknown-rule', message: `There is no rule "${rule}" to waive`, help };
  }
  if (!waivable.has(rule)) {
    const help = 'Repair what the rule found, and remove the waiver.';
    return { rule: 'waiver-not-allowed', message: `No recipe may waive "${rule}"`, help };
  }
  if (until < today) {
    const help = 'Repair what it covered, or renew it with a new date and a reason that still holds.';
    return { rule: 'waiver-expired', message: `The waiver of "${rule}" ended on ${until}`, help };
  }
  if (accepted > 0) return null;
  const where = path === undefined ? '' : ` at ${quote(path)}`;
  return {
    rule: 'waiver-unused',
    message: `There is nothing of "${rule}"${where} to waive`,
    help: 'Remove the waiver.',
  };
}

/** A waiver's `path` is a place in the document: all below it is waived with it. */
function accepts({ rule, path }: Waiver, found: string, at: string): boolean {
  if (rule !== found) return false;
  if (path === undefined) return true;
  return at === path || at.startsWith(`${path}.`) || at.startsWith(`${path}[`);
}
