import { readdir } from 'node:fs/promises';
import { terminalColors } from './colors.ts';
import { KnownError, runCommand } from './command.ts';
import { ALL_RULES } from './lint/lint.ts';
import { lintReport } from './lint/report.ts';
import { didYouMean } from './recipe/nearest.ts';
import { lookForPublished } from './recipe/published.ts';
import { readRecipes } from './recipe/read.ts';
import { type Choice, chooseFindings } from './report/choose.ts';
import { githubAnnotations } from './report/github.ts';
import { jsonReports } from './report/json.ts';
import { prettyReports } from './report/pretty.ts';
import { ruleExplanation, ruleList } from './report/rules.ts';
import { writeReport } from './report/store.ts';
import type { Recipe, Report, Severity } from './types.ts';

const FORMATS = ['pretty', 'json', 'github'] as const;
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

export default async function lintCommand(): Promise<void> {
  await runCommand({
    name: 'npm run lint --',
    summary:
      'Finds what is wrong with recipes, each fault with its line, column and repair. Reads files, runs nothing.',
    positionals: '[recipe…]',
    options: {
      format: { type: 'string', value: 'FORMAT', help: 'pretty (default), json or github (annotations)' },
      severity: {
        type: 'string',
        value: 'LEVEL',
        help: 'show only findings this bad or worse: error, warning or info',
      },
      rule: { type: 'string', value: 'RULE', help: 'show only findings of this rule' },
      quiet: { type: 'boolean', short: 'q', help: 'show errors only, and nothing when there are none' },
      'list-rules': { type: 'boolean', help: 'list every rule' },
      explain: { type: 'string', value: 'RULE', help: 'say why a rule exists and how to satisfy it' },
    },
    examples: [
      'npm run lint',
      'npm run lint -- fossil recipes/davical',
      'npm run lint -- --severity error --format github',
      'npm run lint -- --explain port-host-ip-ignored',
    ],
    async run({ values, positionals }) {
      const colors = terminalColors();
      const width = process.stdout.columns ?? 120;
      if (values['list-rules'] === true) return print(ruleList(ALL_RULES, colors));
      if (values.explain !== undefined) return print(ruleExplanation(knownRule(values.explain), colors, width));
      const format = oneOf('format', values.format ?? 'pretty', FORMATS);
      const choice = chosen(values.severity, values.rule, values.quiet === true);

      const root = process.cwd();
      const names = positionals.length > 0 ? [...new Set(positionals.map(recipeName))] : await folders(root);
      if (names.length === 0) throw new KnownError('there is no recipe to lint', 'Add one in recipes/<name>/.');
      using history = lookForPublished(root, names);
      const { recipes, unreadable } = await readEach(root, names);
      const published = await history.of(recipes);
      const reports = recipes.map((recipe) =>
        lintReport(recipe, {
          now: new Date(),
          clock: () => performance.now(),
          published: published.get(recipe.name),
        }),
      );
      const shown = reports.map((report) => chooseFindings(report, choice));
      const isSilent = values.quiet === true && shown.every(({ findings }) => findings.length === 0);
      if (format === 'json') print(jsonReports(shown));
      else if (format === 'github') print(githubAnnotations(shown));
      else if (!isSilent && shown.length > 0) print(prettyReports(shown, { colors, width, source: sourceOf(recipes) }));
      for (const { message, help } of unreadable) process.stderr.write(`error: ${message}\n  ${help}\n`);
      await Promise.all(reports.map((report) => writeReport(root, report)));
      return exitCode(shown, unreadable);
    },
  });
}

function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}

function chosen(severity: string | undefined, rule: string | undefined, quiet: boolean): Choice {
  const least = severity === undefined ? (quiet ? 'error' : 'info') : oneOf('severity', severity, SEVERITIES);
  return rule === undefined ? { least } : { least, rules: new Set([knownRule(rule).id]) };
}

function knownRule(id: string): (typeof ALL_RULES)[number] {
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

/** `fossil`, `recipes/fossil` and `./recipes/fossil/` are the same. */
function recipeName(argument: string): string {
  return argument.replace(/^(?:\.\/)?recipes\//, '').replace(/\/+$/, '');
}

async function folders(root: string): Promise<readonly string[]> {
  const entries = await readdir(`${root}/recipes`, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

interface ReadRecipes {
  readonly recipes: readonly Recipe[];
  readonly unreadable: readonly KnownError[];
}

/** All at once, which asks git once; one by one when there is a name among them that is no recipe. */
async function readEach(root: string, names: readonly string[]): Promise<ReadRecipes> {
  try {
    return { recipes: await readRecipes(root, names), unreadable: [] };
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    if (names.length === 1) return { recipes: [], unreadable: [error] };
    const parts = await Promise.all(names.map((name) => readEach(root, [name])));
    return {
      recipes: parts.flatMap(({ recipes }) => recipes),
      unreadable: parts.flatMap(({ unreadable }) => unreadable),
    };
  }
}

function sourceOf(recipes: readonly Recipe[]): (file: string) => string | undefined {
  const texts = new Map<string, string>();
  for (const { folder, files } of recipes) {
    for (const { path, content, encoding } of files) if (encoding === 'utf8') texts.set(`${folder}/${path}`, content);
  }
  return (file) => texts.get(file);
}

function exitCode(shown: readonly Report[], unreadable: readonly KnownError[]): 0 | 1 | 2 {
  if (unreadable.length > 0 || shown.some(({ verdict }) => verdict === 'broken')) return 2;
  return shown.some(({ verdict }) => verdict === 'fail') ? 1 : 0;
}
