/** The printer of each format; only the one that is asked for is loaded. */
import type { terminalColors } from '../colors.ts';
import type { Printer } from '../report/printer.ts';
import type { Format } from './options.ts';

export interface Terminal {
  readonly colors: ReturnType<typeof terminalColors>;
  readonly width: number;
}

export async function printerOf(format: Format, terminal: Terminal): Promise<Printer> {
  if (format === 'json') return (await import('../report/json.ts')).jsonPrinter;
  if (format === 'github') return (await import('../report/github.ts')).githubPrinter;
  return (await import('../report/pretty.ts')).prettyPrinter(terminal);
}
