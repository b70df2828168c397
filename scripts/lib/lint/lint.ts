/** Recipe → findings. Pure: the day is an argument, and nothing is read or written. */
import { locate, locateKey } from '../recipe/locate.ts';
import type { Edit, Finding, Place, Published, Recipe, Severity } from '../types.ts';
import { writtenIn } from './documents.ts';
import type { KnownRule, Problem, Rule, RuleContext, RuleText } from './rule.ts';
import { RULES } from './rules.ts';
import { READING, RUNNING } from './texts.ts';
import { waive } from './waive.ts';

export interface LintOptions {
  /** YYYY-MM-DD: waivers expire. */
  readonly today: string;
  /** All, unless a test wants others. */
  readonly rules?: readonly Rule[];
  /** What git knows; left out for what lies in no repository. */
  readonly published?: Published | undefined;
  /** False for findings that nobody asked for. */
  readonly isWanted?: (finding: Finding) => boolean;
}

export interface Linted {
  /** Sorted by file, line, column; each once. */
  readonly findings: readonly Finding[];
  readonly waived: readonly Finding[];
  /** Documents that were there to look at. */
  readonly looked: number;
}

/** Every rule there is a text for: those of the reading step and of the runner as well. */
export const ALL_RULES: readonly KnownRule[] = [...RULES, ...READING, ...RUNNING];

const RANK: readonly Severity[] = ['error', 'warning', 'info'];
/** Of one rule: nobody reads more, and a hostile recipe could ask for a hundred thousand. */
const MOST = 200;
const DOCUMENTS = ['recipe.yml', '.env.sample', 'README.md'];

/** Never throws: a rule that does becomes a finding `rule-broken`, and the others still count. */
export function lint(
  recipe: Recipe,
  { today, rules = RULES, published = { versions: [] }, isWanted = () => true }: LintOptions,
): Linted {
  const context = { published: 'versions' in published ? published.versions : [] };
  const found = [...recipe.findings, ...rules.flatMap((rule) => run(rule, recipe, context))];
  if ('unknown' in published) found.push(historyUnknown(published.unknown, recipe));
  const about = factsOf(rules);
  const { findings, waived, problems } = waive(recipe, spoken(unique(found), about), about, today);
  const ofWaivers = problems.map(({ rule, ...problem }) => toFinding(ofRunner(rule), problem, recipe));
  const looked = recipe.compose.length + recipe.files.filter(({ path }) => DOCUMENTS.includes(path)).length;
  const wanted = [...findings, ...ofWaivers].filter(isWanted);
  return { findings: sorted(wanted), waived: sorted(waived.filter(isWanted)), looked };
}

/** What a set of rules says of itself, by id. */
interface RuleFacts {
  readonly known: ReadonlySet<string>;
  readonly waivable: ReadonlySet<string>;
  /** Rules that say it better, of those that know some. */
  readonly yields: ReadonlyMap<string, ReadonlySet<string>>;
  readonly speaking: ReadonlySet<string>;
}

/** The same few sets of rules judge every recipe. */
const FACTS = new WeakMap<readonly Rule[], RuleFacts>();

function factsOf(rules: readonly Rule[]): RuleFacts {
  const made = FACTS.get(rules);
  if (made !== undefined) return made;
  const yields = new Map(
    [...rules, ...READING].flatMap(({ id, yieldsTo }) =>
      yieldsTo === undefined ? [] : [[id, new Set(yieldsTo)] as const],
    ),
  );
  const facts = {
    known: new Set([...ALL_RULES, ...rules].map(({ id }) => id)),
    waivable: new Set(rules.filter((rule) => rule.waivable !== false).map(({ id }) => id)),
    yields,
    speaking: new Set([...yields.values()].flatMap((others) => [...others])),
  };
  FACTS.set(rules, facts);
  return facts;
}

function run(rule: Rule, recipe: Recipe, context: RuleContext): readonly Finding[] {
  const problems: Problem[] = [];
  const findings: Finding[] = [];
  const checking = attempt(() => rule.check(recipe, (problem) => problems.push(problem), context));
  const telling = attempt(() => {
    const written = asWritten(problems, recipe);
    for (const problem of written.slice(0, MOST)) findings.push(toFinding(rule, problem, recipe));
    if (written.length <= MOST) return;
    const message = `Rule "${rule.id}" has more than ${MOST} findings; the first ${MOST} are shown`;
    const problem = { file: written[0]?.file ?? 'compose.yml', message, help: 'Repair these first.' };
    findings.push(toFinding(ofRunner('too-many-findings'), problem, recipe));
  });
  for (const why of [checking, telling]) if (why !== null) findings.push(ruleBroken(rule, why, recipe));
  return findings;
}

/**
 * Problems of merged documents, each at the file it is written in and once, as far as they are shown and one more. Of what is
 * in compose.yml and wrong only together with an overlay, the message says so.
 */
function asWritten(problems: readonly Problem[], recipe: Recipe): readonly Problem[] {
  const found = new Map<string, Problem>();
  for (const problem of problems) {
    if (found.size > MOST) break;
    const { file, path, message } = problem;
    const written = writtenIn(recipe, file, path ?? []);
    const at = written ?? { file, path };
    const key = JSON.stringify([message, at.file, at.path, problem.line, problem.column]);
    if (found.has(key)) continue;
    if (written === null) found.set(key, problem);
    else {
      const overlays = written.because.map((name) => `"${name}"`).join(' and ');
      const said = overlays === '' ? message : `${message}, with ${overlays}`;
      found.set(key, { ...problem, file: written.file, path: written.path, message: said });
    }
  }
  return [...found.values()];
}

/** Why it failed, or null. */
function attempt(action: () => void): string | null {
  try {
    action();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function ruleBroken({ id }: Rule, why: string, recipe: Recipe): Finding {
  const message = `Rule "${id}" broke: ${why}`;
  const help = 'This is a fault of ours, not of the recipe: please report it, with the recipe.';
  return toFinding(ofRunner('rule-broken'), { file: 'compose.yml', message, help, data: { rule: id } }, recipe);
}

function historyUnknown(why: string, recipe: Recipe): Finding {
  const message = `Published versions are unknown: ${why}`;
  const help = 'Lint in a full clone, as after "git fetch --unshallow".';
  return toFinding(ofRunner('history-unknown'), { file: 'compose.yml', message, help }, recipe);
}

function ofRunner(id: string): RuleText {
  const text = RUNNING.find((rule) => rule.id === id);
  if (text === undefined) throw new Error(`the runner has no rule "${id}"`);
  return text;
}

function toFinding(rule: RuleText, problem: Problem, recipe: Recipe): Finding {
  const { message, help, path = null, data = {}, severity = rule.severity } = problem;
  const place = placeOf(problem, recipe);
  const finding = { step: 'lint', rule: rule.id, severity, message, help, path, place, data } as const;
  const fix = fixOf(problem, recipe);
  return fix === null ? finding : { ...finding, fix };
}

function fixOf({ file: name, path, fix }: Problem, { files }: Recipe): readonly Edit[] | null {
  const file = files.find((each) => each.path === name);
  return fix === undefined || file === undefined || path === undefined ? null : fix({ file, path });
}

function placeOf({ file: path, path: inside, atKey, line = 1, column = 1 }: Problem, { files, folder }: Recipe): Place {
  const file = files.find((each) => each.path === path);
  if (file === undefined || inside === undefined) return { file: `${folder}/${path}`, line, column };
  return atKey === true ? locateKey(file, folder, inside) : locate(file, folder, inside);
}

/** An anchor used twice is visited twice, but is one fault at one place. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  const byPlace = new Map<string, Finding>();
  for (const finding of findings) {
    const { file, line, column } = finding.place ?? { file: '', line: 0, column: 0 };
    const key = JSON.stringify([finding.rule, file, line, column, finding.message]);
    if (!byPlace.has(key)) byPlace.set(key, finding);
  }
  return [...byPlace.values()];
}

/** Without what another rule says better of the same place. */
function spoken(findings: readonly Finding[], { yields, speaking }: RuleFacts): readonly Finding[] {
  const better = findings.filter(
    ({ rule, severity, path }) => severity === 'error' && path !== null && speaking.has(rule),
  );
  if (better.length === 0) return findings;
  return findings.filter((finding) => {
    const others = yields.get(finding.rule);
    return others === undefined || !better.some((each) => others.has(each.rule) && isSamePlace(each, finding));
  });
}

/** One of the two is at the other, or below it; behind an alias paths differ where the place does not. */
function isSamePlace(one: Finding, other: Finding): boolean {
  if (one.place?.file !== other.place?.file || one.path === null || other.path === null) return false;
  if (one.place?.line === other.place?.line && one.place?.column === other.place?.column) return true;
  const [short, long] = one.path.length < other.path.length ? [one.path, other.path] : [other.path, one.path];
  return short.length > 0 && short.every((step, index) => step === long[index]);
}

function sorted(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) =>
      compare(a.place?.file ?? '', b.place?.file ?? '') ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0) ||
      RANK.indexOf(a.severity) - RANK.indexOf(b.severity) ||
      compare(a.rule, b.rule) ||
      compare(a.message, b.message),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
