/**
 * What every command has in common: arguments, `--help`, exit codes and how an error is told.
 * Exit 0: fine. 1: the recipe is wrong. 2: we are broken, or were called wrongly. 130: interrupted.
 */
import { parseArgs } from 'node:util';

interface Option {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  readonly help: string;
  /** Name of the value in `--help`, e.g. `FORMAT`. */
  readonly value?: string;
  /** May be given several times. */
  readonly multiple?: true;
}

type Values<Options extends Record<string, Option>> = {
  readonly [Name in keyof Options]:
    | (Options[Name]['multiple'] extends true ? readonly string[] : ValueTypes[Options[Name]['type']])
    | undefined;
};

interface ValueTypes {
  readonly boolean: boolean;
  readonly string: string;
}

export interface CommandDefinition<Options extends Record<string, Option>> {
  /** As typed, e.g. `npm run lint --`. */
  readonly name: string;
  readonly summary: string;
  /** Placeholder of the positional arguments, e.g. `[recipe…]`. */
  readonly positionals: string;
  readonly options: Options;
  readonly examples: readonly string[];
  /**
   * Returns the exit code. `signal` fires on SIGINT, SIGTERM and SIGHUP: clean up and throw, or return when being
   * interrupted is how the command ends.
   */
  readonly run: (context: {
    readonly values: Values<Options>;
    readonly positionals: readonly string[];
    readonly signal: AbortSignal;
  }) => Promise<0 | 1 | 2>;
}

/** An error we foresaw: shown as one line and its repair, without a stack. Exit 2. */
export class KnownError extends Error {
  readonly help: string;
  constructor(message: string, help: string) {
    super(message);
    this.name = 'KnownError';
    this.help = help;
  }
}

/** The value of `--option`. Throws KnownError for what is no number from 1 up. */
export function positiveInteger(option: string, text: string): number {
  if (/^[1-9][0-9]{0,3}$/.test(text)) return Number(text);
  throw new KnownError(`--${option} ${JSON.stringify(text)} is no number from 1 up`, `Write e.g. --${option} 2.`);
}

/** The value of `--port`. */
export function readPort(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= 65_535) return number;
  throw new KnownError(`"${text}" is no port`, 'Give a number up to 65535.');
}

const HELP: Option = { type: 'boolean', short: 'h', help: 'show this help' };

const HELD_MS = 3000;

export async function runCommand<const Options extends Record<string, Option>>(
  definition: CommandDefinition<Options>,
): Promise<void> {
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => interrupted.abort(new Error(`interrupted by ${name}`)));
  }
  process.exitCode = await exitCode(definition, interrupted.signal);
  // A connection that somebody forgot must not hold a command that is done.
  setTimeout(() => process.exit(), HELD_MS).unref();
}

async function exitCode<Options extends Record<string, Option>>(
  definition: CommandDefinition<Options>,
  signal: AbortSignal,
): Promise<number> {
  try {
    const options: Record<string, Option> = { ...definition.options, help: HELP };
    const parsed = parseArgs({ args: process.argv.slice(2), options, allowPositionals: true });
    if (parsed.values.help === true) {
      process.stdout.write(helpText(definition, options));
      return 0;
    }
    return await definition.run({
      values: parsed.values as Values<Options>,
      positionals: parsed.positionals,
      signal,
    });
  } catch (error) {
    if (signal.aborted) {
      process.stderr.write('interrupted; cleaned up\n');
      return 130;
    }
    process.stderr.write(tellError(error, definition.name));
    return 2;
  }
}

function tellError(error: unknown, name: string): string {
  if (error instanceof KnownError) return `error: ${error.message}\n  ${error.help}\n`;
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    return `error: ${error.message}\n  see ${name} --help\n`;
  }
  return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
}

type Described = Pick<CommandDefinition<Record<string, Option>>, 'summary' | 'name' | 'positionals' | 'examples'>;

function helpText(definition: Described, options: Record<string, Option>): string {
  const rows = Object.entries(options).map(([name, option]) => {
    const flag = option.type === 'string' ? `--${name} ${option.value ?? 'VALUE'}` : `--${name}`;
    return [option.short === undefined ? `    ${flag}` : `-${option.short}, ${flag}`, option.help] as const;
  });
  const width = Math.max(...rows.map(([flag]) => flag.length)) + 2;
  return [
    definition.summary,
    '',
    `Usage: ${definition.name} [options] ${definition.positionals}`.trimEnd(),
    '',
    'Options:',
    ...rows.map(([flag, help]) => `  ${flag.padEnd(width)}${help}`),
    '',
    'Examples:',
    ...definition.examples.map((example) => `  ${example}`),
    '',
    'Exit status: 0 fine, 1 the recipe is wrong, 2 we are broken or were called wrongly.',
    '',
  ].join('\n');
}
