/** The lint rules as their pages show them: each with the cases that prove it, and what lint says of those. */
import { type Linted, lint } from '../lint/lint.ts';
import type { KnownRule } from '../lint/rule.ts';
import type { SelfTest } from '../mutation/run.ts';
import { type Tally, tally, tallyBy } from '../mutation/tally.ts';
import { codeFrame } from '../report/frame.ts';
import { plainText } from '../report/plain-text.ts';
import type { Finding, Published, Recipe, RecipeFile, Severity } from '../types.ts';
import { excerpt } from './excerpt.ts';

export interface Rulebook {
  /** Family by family, by id in each. */
  readonly rules: readonly RuleEntry[];
  readonly selfTest: Tally & {
    /** How many recipes the catalogue has; the faults were planted into some of them when there are very many. */
    readonly of: number;
    readonly recipes: readonly (Tally & { readonly name: string })[];
  };
}

export interface RuleEntry {
  readonly id: string;
  readonly family: KnownRule['family'];
  readonly severity: Severity;
  readonly summary: string;
  readonly why: string;
  readonly fix: string;
  readonly refs: readonly string[];
  readonly waivable: boolean;
  readonly bad: readonly RuleExample[];
  readonly good: readonly RuleExample[];
  readonly selfTest: Tally;
  /** Why its fault cannot be planted; null when it is. */
  readonly unplantable: string | null;
}

export interface RuleExample {
  /** Folder below test/fixtures/lint, e.g. `privileged/bad/flag`. */
  readonly case: string;
  /** Files of the usual recipe that are missing here. */
  readonly without: readonly string[];
  readonly files: readonly ExampleFile[];
  /** Of this rule. */
  readonly findings: readonly ExampleFinding[];
  /** Ids of the other rules that have something to say. */
  readonly others: readonly string[];
}

interface ExampleFile {
  readonly path: string;
  /** The published version it belongs to; null in the recipe that is judged. */
  readonly version: string | null;
  /** None of what is no text. */
  readonly lines: readonly ExampleLine[];
}

/** `marker`: spaces, then a caret under each character a finding is about; null on all other lines. A gap comes as number 0. */
interface ExampleLine {
  readonly number: number;
  readonly text: string;
  readonly marker: string | null;
}

interface ExampleFinding extends Pick<Finding, 'severity' | 'message' | 'help'> {
  readonly file: string;
  /** 1-based; null for a file that is missing. */
  readonly at: { readonly line: number; readonly column: number } | null;
}

/** A case as read, see cases.ts. */
export interface RuleCase {
  readonly rule: string;
  readonly kind: 'ok' | 'bad';
  readonly name: string;
  readonly recipe: Recipe;
  /** What it brings itself, and of that recipe. */
  readonly own: readonly RecipeFile[];
  readonly without: readonly string[];
  readonly published: Published;
  readonly publishedOwn: readonly { readonly version: string; readonly files: readonly RecipeFile[] }[];
}

export interface RulebookSource {
  readonly rules: readonly KnownRule[];
  readonly cases: readonly RuleCase[];
  /** The recipe that every case starts from. */
  readonly base: readonly RecipeFile[];
  /** YYYY-MM-DD, the day the cases are linted on. */
  readonly today: string;
  readonly unplantable: { readonly [rule: string]: string };
  readonly selfTest: SelfTest;
  /** How many recipes there are to plant into. */
  readonly of: number;
}

const FAMILIES: readonly KnownRule['family'][] = [
  'format',
  'recipe',
  'swarm',
  'image',
  'security',
  'reading',
  'runner',
];
/** Of each kind, the shortest ones: a reader wants to see the rule, a test has seen them all. */
const SHOWN = { bad: 3, ok: 2 } as const;

export function buildRulebook(source: RulebookSource): Rulebook {
  const byRule = tallyBy('rule', source.selfTest);
  const byRecipe = tallyBy('recipe', source.selfTest);
  const rules = source.rules.map(
    (rule): RuleEntry => ({
      ...{ id: rule.id, family: rule.family, severity: rule.severity, summary: rule.summary },
      ...rule.docs,
      waivable: rule.waivable !== false,
      bad: examples(rule.id, 'bad', source),
      good: examples(rule.id, 'ok', source),
      selfTest: byRule.get(rule.id) ?? { planted: 0, found: 0 },
      unplantable: source.unplantable[rule.id] ?? null,
    }),
  );
  return {
    rules: rules.sort((a, b) => FAMILIES.indexOf(a.family) - FAMILIES.indexOf(b.family) || (a.id < b.id ? -1 : 1)),
    selfTest: {
      ...tally(source.selfTest.results),
      of: source.of,
      recipes: [...byRecipe].map(([name, sum]) => ({ name, ...sum })),
    },
  };
}

function examples(rule: string, kind: 'ok' | 'bad', source: RulebookSource): readonly RuleExample[] {
  return source.cases
    .filter((each) => each.rule === rule && each.kind === kind)
    .toSorted((a, b) => lengthOf(a) - lengthOf(b) || (a.name < b.name ? -1 : 1))
    .slice(0, SHOWN[kind])
    .map((each) => example(each, source));
}

function lengthOf({ own, publishedOwn }: RuleCase): number {
  const files = [...own, ...publishedOwn.flatMap((version) => version.files)];
  return files.reduce((sum, { content }) => sum + 1000 + content.length, 0);
}

function example(each: RuleCase, { base, today }: RulebookSource): RuleExample {
  const { rule, kind, name, recipe, own, without, published, publishedOwn } = each;
  const linted = lint(recipe, { today, published });
  const findings = linted.findings.filter((finding) => finding.rule === rule);
  const spoken = new Set(findings.map(({ place }) => inside(place?.file ?? '', recipe)));
  const others = recipe.files.filter(({ path }) => spoken.has(path) && !own.some((file) => file.path === path));
  const older = publishedOwn.flatMap(({ version, files }) => files.map((file) => ({ file, version })));
  return {
    case: `${rule}/${kind}/${name}`,
    without,
    files: [
      ...[...own, ...others].map((file) => shownFile(file, null, findings, recipe, base)),
      ...older.map(({ file, version }) => shownFile(file, version, [], recipe, base)),
    ],
    findings: findings.map((finding) => shownFinding(finding, recipe)),
    others: otherRules(linted, rule),
  };
}

function shownFile(
  file: RecipeFile,
  version: string | null,
  findings: readonly Finding[],
  recipe: Recipe,
  base: readonly RecipeFile[],
): ExampleFile {
  if (file.encoding === 'base64') return { path: file.path, version, lines: [] };
  const places = findings.flatMap(({ place }) =>
    place !== null && inside(place.file, recipe) === file.path ? [place] : [],
  );
  const markers = new Map<number, string>();
  for (const place of places) {
    const marker = codeFrame(file.content, place, Number.POSITIVE_INFINITY)?.marker ?? '^';
    markers.set(place.line, overlaid(markers.get(place.line) ?? '', marker));
  }
  const usual = base.find(({ path }) => path === file.path)?.content ?? null;
  const lines = excerpt(
    file.content,
    places.map(({ line }) => line),
    usual,
  ).map(({ number, text: line }) => ({
    number,
    text: plainText(line.replaceAll('\t', ' ')),
    marker: markers.get(number) ?? null,
  }));
  return { path: file.path, version, lines };
}

/** Both markers in one. */
function overlaid(a: string, b: string): string {
  const [longer, shorter] = a.length < b.length ? [b, a] : [a, b];
  return [...longer].map((character, index) => (shorter[index] === '^' ? '^' : character)).join('');
}

function shownFinding({ severity, message, help, place }: Finding, recipe: Recipe): ExampleFinding {
  const file = inside(place?.file ?? '', recipe);
  const isThere = recipe.files.some(({ path }) => path === file);
  const at = isThere && place !== null ? { line: place.line, column: place.column } : null;
  return { severity, message, help, file, at };
}

function otherRules({ findings }: Linted, rule: string): readonly string[] {
  return [...new Set(findings.map((finding) => finding.rule))].filter((id) => id !== rule).sort();
}

/** The path of a place inside the recipe. */
function inside(file: string, { folder }: Recipe): string {
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file;
}
