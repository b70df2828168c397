/** Reports → text for a terminal: findings by file with the lines they are about, what each recipe came to, what to run next. */
import type pc from 'picocolors';
import type { Finding, Report, Severity, Verdict } from '../types.ts';
import { codeFrame } from './frame.ts';
import { plainText } from './plain-text.ts';
import { type Printer, type ReportSummary, SEVERITIES, type Source, summaryOf } from './printer.ts';
import { paintSeverity } from './severity.ts';
import { wrap } from './wrap.ts';

type Colors = ReturnType<typeof pc.createColors>;

export interface PrettyOptions {
  readonly colors: Colors;
  /** Columns of the terminal. */
  readonly width: number;
}

/** With more than so many, only those that are not right have a line of their own. */
const MOST_LINES = 30;

export function prettyPrinter(options: PrettyOptions): Printer {
  return {
    begin: '',
    each: (report, source) =>
      fileBlocks(report, options, source)
        .map((block) => `${block}\n`)
        .join(''),
    end: (summaries) =>
      [recipeLines(summaries, options.colors), '', ...advice(summaries, options.colors), ''].join('\n'),
  };
}

export function prettyReports(
  reports: readonly Report[],
  options: PrettyOptions & { readonly source: Source },
): string {
  const printer = prettyPrinter(options);
  const blocks = reports.map((report, index) => printer.each(report, options.source, index));
  return blocks.join('') + printer.end(reports.map(summaryOf), []);
}

/** What a report is about, as somebody would type it. */
export function subjectName({ recipe, path }: Report['subject']): string {
  return plainText(path ?? recipe);
}

function fileBlocks(report: Report, options: PrettyOptions, sourceOf: Source): readonly string[] {
  const files = Map.groupBy(report.findings, ({ place }) => place?.file ?? `recipes/${report.subject.recipe}`);
  return [...files].map(([file, findings]) => {
    const source = sourceOf(file);
    const places = Map.groupBy(findings, (finding) => positionOf(finding, source));
    const room = Math.max(...[...places.keys()].map((position) => position.length));
    const blocks = [...places].map(([position, group]) => placeBlock(group, position.padStart(room), source, options));
    return [options.colors.underline(plainText(file)), ...blocks].join('\n');
  });
}

/** A dash for a file that is missing or could not be read: its line 1 is nobody's line. */
function positionOf({ place }: Finding, source: string | undefined): string {
  return place === null || source === undefined ? '–' : `${place.line}:${place.column}`;
}

/** What was found at one place: a line each, the code once, then the repairs. */
function placeBlock(
  findings: readonly Finding[],
  position: string,
  source: string | undefined,
  { colors, width }: PrettyOptions,
): string {
  const place = findings[0]?.place ?? null;
  const frame = place === null || source === undefined ? null : codeFrame(source, place, width - position.length - 4);
  const heads = findings.map(
    ({ severity, message, rule }) =>
      `  ${colors.dim(position)}  ${paintSeverity(severity, colors)}  ${plainText(message)}  ${colors.dim(rule)}`,
  );
  // The line's number ends where the position's does: the code of one file stands in one column.
  const [gutter, blank] = [(frame?.gutter ?? '').padStart(position.length), ' '.repeat(position.length)];
  const code =
    frame === null
      ? []
      : [
          `  ${colors.dim(`${gutter} │`)} ${frame.text}`,
          `  ${colors.dim(`${blank} │`)} ${paintSeverity(worstOf(findings), colors, frame.marker)}`,
        ];
  const repairs = [...new Set(findings.map(({ help }) => plainText(help)))];
  const helps = repairs.flatMap((help, index) => {
    const [corner, below] = isLast(repairs, index) ? ['└', ' '] : ['├', '│'];
    return wrap(help, width - position.length - 5).map(
      (line, nth) => `  ${blank} ${colors.dim(nth === 0 ? corner : below)} ${line}`,
    );
  });
  return [...heads, ...code, ...helps, ''].join('\n');
}

/** One aligned line per recipe, then the sum of all. */
function recipeLines(summaries: readonly ReportSummary[], colors: Colors): string {
  const shown = summaries.length <= MOST_LINES ? summaries : summaries.filter(({ verdict }) => verdict !== 'pass');
  const rows = shown.map((summary) => {
    const { path, version } = summary.subject;
    const name = subjectName(summary.subject);
    return { summary, name, version: plainText(version ?? (path === undefined ? 'no version' : '')) };
  });
  const nameWidth = Math.max(0, ...rows.map(({ name }) => name.length));
  const versionWidth = Math.max(0, ...rows.map(({ version }) => version.length));
  const lines = rows.map(({ summary, name, version }) => {
    const { verdict, counts, waived, looked } = summary;
    const found = severityCounts(counts, colors);
    const facts = found.length === 0 ? [`no findings in ${count(looked, 'document')}`] : found;
    const sums = [...facts, ...(waived === 0 ? [] : [`${waived} waived`])].join(', ');
    const blame = verdict === 'broken' ? '; this is a fault of ours' : '';
    const cells = [name.padEnd(nameWidth), ...(versionWidth === 0 ? [] : [colors.dim(version.padEnd(versionWidth))])];
    return `${mark(verdict, colors)} ${cells.join('  ')}  ${sums}${blame}`;
  });
  const total = summaries.length < 2 ? [] : [`${lines.length === 0 ? '' : '\n'}${totals(summaries, colors)}`];
  return [...lines, ...total].join('\n');
}

function totals(summaries: readonly ReportSummary[], colors: Colors): string {
  const sums = { error: 0, warning: 0, info: 0 };
  for (const { counts } of summaries) for (const severity of SEVERITIES) sums[severity] += counts[severity];
  const found = severityCounts(sums, colors);
  const files = summaries.filter(({ subject }) => subject.alone === true).length;
  const subjects = [
    ...(summaries.length > files ? [count(summaries.length - files, 'recipe')] : []),
    ...(files > 0 ? [count(files, 'compose file')] : []),
  ];
  return `${found.length === 0 ? 'no findings' : found.join(', ')} in ${subjects.join(' and ')}`;
}

function severityCounts(counts: ReportSummary['counts'], colors: Colors): readonly string[] {
  return SEVERITIES.flatMap((severity) => {
    const number = counts[severity];
    if (number === 0) return [];
    return [paintSeverity(severity, colors, severity === 'info' ? `${number} info` : count(number, severity))];
  });
}

/** Why the worst finding matters; or, when all is well, the step after this one. */
function advice(summaries: readonly ReportSummary[], colors: Colors): readonly string[] {
  const worst = SEVERITIES.flatMap((severity) =>
    summaries.flatMap((summary) => (summary.worst?.severity === severity ? [summary.worst.rule] : [])),
  )[0];
  const canBeTried = summaries.every(({ verdict, subject }) => verdict === 'pass' && subject.path === undefined);
  const typed = summaries.length > 3 ? [] : summaries.map(({ subject }) => shellWord(subjectName(subject)));
  const isOutside = summaries.some(({ subject }) => subject.path !== undefined);
  const names = typed.length === 0 && isOutside ? ' …' : typed.map((name) => ` ${name}`).join('');
  const fixable = summaries.reduce((sum, summary) => sum + summary.fixable, 0);
  const commands = [
    ...(worst === undefined
      ? []
      : [[`npm run lint -- --explain ${worst}`, 'why it matters, how to repair it'] as const]),
    ...(fixable === 0
      ? []
      : [[`npm run lint -- --fix --dry-run${names}`, `how ${fixable} of these would be repaired`] as const]),
    ...(canBeTried
      ? [[`npm run trial${names === '' ? '' : ` --${names}`}`, 'deploy to a private swarm and look at it'] as const]
      : []),
  ];
  const room = Math.max(0, ...commands.map(([command]) => command.length));
  return commands.map(
    ([command, what]) => `${colors.dim('next:')} ${plainText(command.padEnd(room))}  ${colors.dim(`# ${what}`)}`,
  );
}

/** What a shell reads back as it is. */
function shellWord(text: string): string {
  return /^[\w./@:+~-]+$/.test(text) && !text.startsWith('~') ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function worstOf(findings: readonly Finding[]): Severity {
  return SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity)) ?? 'info';
}

function mark(verdict: Verdict, colors: Colors): string {
  if (verdict === 'pass') return colors.green('✓');
  return verdict === 'fail' ? colors.red('✗') : colors.magenta('!');
}

function isLast(list: readonly unknown[], index: number): boolean {
  return index === list.length - 1;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
