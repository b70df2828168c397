/** Reports → workflow commands, which GitHub shows as annotations beside the lines they are about. */
import type { Finding, Report, Severity } from '../types.ts';
import type { Printer } from './printer.ts';

const COMMANDS: { readonly [severity in Severity]: string } = { error: 'error', warning: 'warning', info: 'notice' };

/** One line per finding; nothing of a recipe's text can start a workflow command of its own. */
export function githubAnnotations(reports: readonly Report[]): string {
  return reports.flatMap(({ findings }) => findings.map((finding) => `${annotation(finding)}\n`)).join('');
}

export const githubPrinter: Printer = {
  begin: '',
  each: (report) => githubAnnotations([report]),
  end: () => '',
};

function annotation({ severity, rule, message, help, place }: Finding): string {
  const where: readonly (readonly [string, string | number])[] =
    place === null
      ? []
      : [
          ['file', place.file],
          ['line', place.line],
          ['col', place.column],
        ];
  const properties = [...where, ['title', rule] as const].map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${COMMANDS[severity]} ${properties.join(',')}::${data(`${message}. ${help}`)}`;
}

/** As the runner reads it: actions/toolkit, packages/core/src/command.ts. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
