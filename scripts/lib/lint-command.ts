import { terminalColors } from './colors.ts';
import { KnownError, runCommand } from './command.ts';
import { findInputs, type Input, standIn } from './lint-command/inputs.ts';
import { type Judged, judge, type Told } from './lint-command/judge.ts';
import { knownRule, type Wanted, wanted } from './lint-command/options.ts';
import { openOutput, tell } from './lint-command/output.ts';
import { printerOf, type Terminal } from './lint-command/print.ts';
import { storeReport } from './lint-command/store.ts';
import { chooseFindings } from './report/choose.ts';
import { type Printer, type ReportSummary, summaryOf } from './report/printer.ts';

/** What a thread does. */
export async function answerQuestions(): Promise<void> {
  (await import('./lint-command/answer.ts')).answerQuestions();
}

/** `thread`: the script that its threads run; without one it does everything itself. */
export default async function lintCommand(thread?: string): Promise<void> {
  await runCommand({
    name: 'npm run lint --',
    summary:
      'Finds what is wrong with recipes and compose files, each fault with its line, column and repair. Reads files, runs nothing.',
    positionals: '[recipe, compose file or folder…]',
    options: {
      format: { type: 'string', value: 'FORMAT', help: 'pretty (default), json, sarif or github (annotations)' },
      severity: {
        type: 'string',
        value: 'LEVEL',
        help: 'show only findings this bad or worse: error, warning or info',
      },
      rule: {
        type: 'string',
        value: 'RULE',
        multiple: true,
        help: 'show only findings of this rule; may be repeated, or a list with commas',
      },
      quiet: { type: 'boolean', short: 'q', help: 'show errors only, and nothing when there are none' },
      fix: { type: 'boolean', help: 'repair what can be repaired safely, and show what is left' },
      'dry-run': { type: 'boolean', help: 'with --fix: change nothing, print what it would change as a patch' },
      watch: { type: 'boolean', help: 'lint again whatever is changed, and say what that changed; Ctrl-C ends it' },
      stdin: { type: 'boolean', help: 'lint the document on standard input' },
      'stdin-filename': {
        type: 'string',
        value: 'FILE',
        help: 'where that document belongs, e.g. recipes/fossil/compose.yml',
      },
      'max-warnings': { type: 'string', value: 'N', help: 'exit with 1 when there are more warnings than this' },
      'list-rules': { type: 'boolean', help: 'list every rule' },
      explain: { type: 'string', value: 'RULE', help: 'say why a rule exists and how to satisfy it' },
    },
    examples: [
      'npm run lint',
      'npm run lint -- fossil recipes/davical',
      'npm run lint -- ~/stacks/web/compose.yml ~/stacks',
      'npm run lint -- --fix --dry-run fossil',
      'npm run lint -- --watch fossil',
      'npm run lint -- --stdin --stdin-filename recipes/fossil/compose.yml < compose.yml',
      'npm run lint -- --severity error --format github',
      'npm run lint -- --explain port-host-ip-ignored',
    ],
    async run({ values, positionals, signal }) {
      const terminal = { colors: terminalColors(), width: process.stdout.columns ?? 120 };
      const asked = wanted(values);
      if (values['list-rules'] === true || values.explain !== undefined)
        return showRules(asked, values.explain, terminal);
      const root = process.cwd();
      if (values.watch === true) {
        expectAlone('--watch', asked.format !== 'pretty' ? '--format' : values.stdin === true ? '--stdin' : null);
        const { watchInputs } = await import('./lint-command/watch.ts');
        return await watchInputs({ root, args: positionals, choice: asked.choice, signal, ...terminal });
      }
      if (values.stdin === true) {
        expectAlone('--stdin', positionals[0] ?? null);
        const { readStdin } = await import('./lint-command/stdin.ts');
        const input = standIn(root, values['stdin-filename'] ?? 'compose.yml', await readStdin(signal));
        return await lintAll({ root, inputs: [input], unread: [], signal }, asked, terminal);
      }
      const { inputs, faults, notes } = await findInputs(root, positionals);
      for (const note of notes) tell(`note: ${note}\n`);
      return await lintAll({ root, inputs, unread: faults, signal, thread }, asked, terminal);
    },
  });
}

function expectAlone(option: string, other: string | null): void {
  if (other !== null) throw new KnownError(`${option} does not go with ${other}`, 'Leave one of them out.');
}

/** The patch is all there is to read. */
const NO_PRINTER: Printer = { begin: '', each: () => '', end: () => '' };

interface Run {
  readonly root: string;
  readonly inputs: readonly Input[];
  /** Arguments that came to nothing. */
  readonly unread: readonly KnownError[];
  readonly signal: AbortSignal;
  readonly thread?: string | undefined;
}

/** From so many inputs on they are shared between threads. */
const MANY = 100;

async function lintAll(
  { root, inputs, unread, signal, thread }: Run,
  { format, choice, quiet, maxWarnings, fix }: Wanted,
  terminal: Terminal,
): Promise<0 | 1 | 2> {
  const output = openOutput();
  const repair = fix === null ? null : (await import('./lint-command/fix.ts')).repairer(root, fix, terminal.colors);
  const printer = fix?.write === false ? NO_PRINTER : await printerOf(format, terminal);
  const summaries: ReportSummary[] = [];
  const faults = [...unread];
  let warnings = 0;
  await output.write(printer.begin);
  const isShared = repair === null && thread !== undefined && inputs.length >= MANY;
  const judging: AsyncIterable<Judged | Told | KnownError> = isShared
    ? (await import('./lint-command/threads.ts')).judgeInThreads(thread, root, inputs)
    : judge(root, inputs);
  for await (const found of judging) {
    signal.throwIfAborted();
    if (found instanceof KnownError) {
      faults.push(found);
      continue;
    }
    const { judged, patch, fault } = repair !== null && 'again' in found ? repair(found) : { judged: found };
    if (fault !== undefined) faults.push(fault);
    if (patch !== undefined) await output.write(patch);
    if (!isShared) storeReport(root, judged);
    const shown = chooseFindings(judged.report, choice);
    warnings += summaryOf(chooseFindings(judged.report, { ...choice, least: 'warning' })).counts.warning;
    await output.write(printer.each(shown, judged.source, summaries.length));
    summaries.push(summaryOf(shown));
  }
  const isSilent = format === 'pretty' && (summaries.length === 0 || (quiet && summaries.every(isClean)));
  if (!isSilent) await output.write(printer.end(summaries, faults));
  for (const { message, help } of faults) tell(`error: ${message}\n  ${help}\n`);
  if (warnings > maxWarnings) tell(`error: ${warnings} warnings\n  --max-warnings allows ${maxWarnings}.\n`);
  if (faults.length > 0 || summaries.some(({ verdict }) => verdict === 'broken')) return 2;
  return warnings > maxWarnings || summaries.some(({ verdict }) => verdict === 'fail') ? 1 : 0;
}

function isClean({ worst }: ReportSummary): boolean {
  return worst === null;
}

async function showRules({ format }: Wanted, explained: string | undefined, terminal: Terminal): Promise<0> {
  const { ruleExplanation, ruleList, rulesJson } = await import('./report/rules.ts');
  const { ALL_RULES } = await import('./lint/lint.ts');
  const rules = explained === undefined ? ALL_RULES : [knownRule(explained)];
  const text =
    format === 'json'
      ? rulesJson(rules)
      : explained === undefined
        ? ruleList(rules, terminal.colors)
        : rules.map((rule) => ruleExplanation(rule, terminal.colors, terminal.width)).join('');
  await openOutput().write(text);
  return 0;
}
