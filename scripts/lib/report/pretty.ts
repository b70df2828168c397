/** Reports → text for a terminal: findings by file with the lines they are about, what each recipe came to, what to run next. */
import type pc from 'picocolors';
import type { Finding, Report, Severity, Verdict } from '../types.ts';
import { codeFrame } from './frame.ts';
import { plainText } from './plain-text.ts';
import { paintSeverity } from './severity.ts';
import { wrap } from './wrap.ts';

type Colors = ReturnType<typeof pc.createColors>;

export interface PrettyOptions {
  readonly colors: Colors;
  /** Columns of the terminal. */
  readonly width: number;
  /** Text of a file by the name that places use; undefined when it was not read. */
  readonly source: (file: string) => string | undefined;
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

export function prettyReports(reports: readonly Report[], options: PrettyOptions): string {
  const files = reports.flatMap((report) => fileBlocks(report, options));
  return [...files, recipeLines(reports, options.colors), '', advice(reports, options.colors), ''].join('\n');
}

function fileBlocks(report: Report, options: PrettyOptions): readonly string[] {
  const files = Map.groupBy(report.findings, ({ place }) => place?.file ?? `recipes/${report.subject.recipe}`);
  return [...files].map(([file, findings]) => {
    const source = options.source(file);
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

/** One aligned line per recipe. */
function recipeLines(reports: readonly Report[], colors: Colors): string {
  const cells = reports.map(
    ({ subject }) => [plainText(subject.recipe), plainText(subject.version ?? 'no version')] as const,
  );
  const widths = [0, 1].map((column) => Math.max(0, ...cells.map((row) => row[column]?.length ?? 0)));
  const lines = reports.map((report, index) => {
    const [name = '', version = ''] = cells[index] ?? [];
    const { verdict, findings, waived, looked } = report;
    const facts =
      findings.length === 0 ? [`no findings in ${count(looked, 'document')}`] : severityCounts(findings, colors);
    const sums = [...facts, ...(waived.length === 0 ? [] : [`${waived.length} waived`])].join(', ');
    const blame = verdict === 'broken' ? '; this is a fault of ours' : '';
    return `${mark(verdict, colors)} ${name.padEnd(widths[0] ?? 0)}  ${colors.dim(version.padEnd(widths[1] ?? 0))}  ${sums}${blame}`;
  });
  const total = reports.length < 2 ? [] : [`\n${totals(reports, colors)}`];
  return [...lines, ...total].join('\n');
}

function totals(reports: readonly Report[], colors: Colors): string {
  const findings = reports.flatMap((report) => report.findings);
  const counts = findings.length === 0 ? 'no findings' : severityCounts(findings, colors).join(', ');
  return `${counts} in ${count(reports.length, 'recipe')}`;
}

function severityCounts(findings: readonly Finding[], colors: Colors): readonly string[] {
  return SEVERITIES.flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    if (number === 0) return [];
    return [paintSeverity(severity, colors, severity === 'info' ? `${number} info` : count(number, severity))];
  });
}

/** Why the worst finding matters; or, when all is well, the step after this one. */
function advice(reports: readonly Report[], colors: Colors): string {
  const findings = reports.flatMap((report) => report.findings);
  const worst = findings.find(({ severity }) => severity === worstOf(findings));
  const failed = reports.some(({ verdict }) => verdict !== 'pass');
  const names = reports.length > 3 ? '' : ` -- ${reports.map(({ subject }) => subject.recipe).join(' ')}`;
  const commands = [
    ...(worst === undefined
      ? []
      : [[`npm run lint -- --explain ${worst.rule}`, 'why it matters, how to repair it'] as const]),
    ...(failed ? [] : [[`npm run trial${names}`, 'deploy to a private swarm and look at it'] as const]),
  ];
  const room = Math.max(...commands.map(([command]) => command.length));
  return commands
    .map(([command, what]) => `${colors.dim('next:')} ${plainText(command.padEnd(room))}  ${colors.dim(`# ${what}`)}`)
    .join('\n');
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
