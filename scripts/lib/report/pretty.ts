/** Reports → text for a terminal: findings by file, each with the line it is about, counts, what to run next. */
import type pc from 'picocolors';
import type { Finding, Report, Severity } from '../types.ts';
import { codeFrame } from './frame.ts';
import { plainText } from './plain-text.ts';

type Colors = ReturnType<typeof pc.createColors>;

export interface PrettyOptions {
  readonly colors: Colors;
  /** Columns of the terminal. */
  readonly width: number;
  /** Text of a file by the name that places use; undefined when it was not read. */
  readonly source: (file: string) => string | undefined;
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** Findings grouped by file; a line for each recipe without any; counts and the next command. */
export function prettyReports(reports: readonly Report[], options: PrettyOptions): string {
  const blocks = reports.flatMap((report) =>
    report.findings.length === 0 ? [cleanLine(report, options.colors)] : fileBlocks(report, options),
  );
  return `${[...blocks, summary(reports, options.colors)].join('\n')}\n`;
}

function fileBlocks(report: Report, options: PrettyOptions): readonly string[] {
  const files = Map.groupBy(report.findings, ({ place }) => place?.file ?? `recipes/${report.subject.recipe}`);
  return [...files].map(([file, findings]) => {
    const source = options.source(file);
    const wheres = findings.map((finding) => where(finding, source));
    const width = Math.max(...wheres.map(({ length }) => length));
    const entries = findings.map((finding, index) =>
      entry(finding, (wheres[index] ?? '').padEnd(width), source, options),
    );
    return [options.colors.underline(plainText(file)), ...entries, ''].join('\n');
  });
}

/** A dash for a file that is missing or could not be read: its line 1 is nobody's line. */
function where({ place }: Finding, source: string | undefined): string {
  return place === null || source === undefined ? '–' : `${place.line}:${place.column}`;
}

function entry(finding: Finding, position: string, source: string | undefined, options: PrettyOptions): string {
  const { colors, width } = options;
  const { severity, message, help, rule, place } = finding;
  const head = `  ${colors.dim(position)}  ${paint(severity, colors)(severity.padEnd(7))}  ${plainText(message)}  ${colors.dim(rule)}`;
  const indent = ' '.repeat(position.length + 4);
  const frame = place === null || source === undefined ? null : codeFrame(source, place, width - indent.length);
  const lines =
    frame === null
      ? []
      : [
          `${indent}${colors.dim(`${frame.gutter} │`)} ${frame.text}`,
          `${indent}${colors.dim(`${' '.repeat(frame.gutter.length)} │`)} ${paint(severity, colors)(frame.marker)}`,
        ];
  const arrow = frame === null ? '' : ' '.repeat(frame.gutter.length + 1);
  return [head, ...lines, `${indent}${arrow}${colors.dim('└')} ${plainText(help)}`].join('\n');
}

function cleanLine({ subject, looked, waived }: Report, colors: Colors): string {
  const name = [subject.recipe, subject.version].filter((part) => part !== null).join(' ');
  const accepted = waived.length === 0 ? '' : `, ${count(waived.length, 'waived finding')}`;
  return `${colors.green('✓')} ${plainText(name)}  ${colors.dim(`${count(looked, 'file')}${accepted}`)}`;
}

function summary(reports: readonly Report[], colors: Colors): string {
  const findings = reports.flatMap((report) => report.findings);
  const counts = SEVERITIES.map(
    (severity) => [severity, findings.filter((each) => each.severity === severity).length] as const,
  )
    .filter(([, number]) => number > 0)
    .map(([severity, number]) => paint(severity, colors)(count(number, severity)));
  const waived = reports.reduce((sum, report) => sum + report.waived.length, 0);
  const affected = reports.filter((report) => report.findings.length > 0).length;
  if (findings.length === 0) {
    return `${colors.green('no findings')} in ${count(reports.length, 'recipe')}\n${next(`npm run trial -- ${names(reports)}`, colors)}`;
  }
  const rule = findings.find(({ severity }) => severity === 'error')?.rule ?? findings[0]?.rule ?? '';
  const share = reports.length === 1 ? '' : ` in ${affected} of ${reports.length} recipes`;
  const also = waived === 0 ? '' : colors.dim(`, ${waived} waived`);
  return `${counts.join(', ')}${share}${also}\n${next(`npm run lint -- --explain ${rule}`, colors)}`;
}

function names(reports: readonly Report[]): string {
  return reports.map(({ subject }) => subject.recipe).join(' ');
}

function next(command: string, colors: Colors): string {
  return `${colors.dim('next:')} ${command}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function paint(severity: Severity, colors: Colors): (text: string) => string {
  return severity === 'error' ? colors.red : severity === 'warning' ? colors.yellow : colors.blue;
}
