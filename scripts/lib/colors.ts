import pc from 'picocolors';

/**
 * Colours for standard output: only on a terminal, and not where NO_COLOR is set. The answer is an explicit boolean,
 * because the library would otherwise decide by itself and colour every CI log.
 */
export function terminalColors(): ReturnType<typeof pc.createColors> {
  return pc.createColors(process.stdout.isTTY === true && process.env.NO_COLOR === undefined);
}
