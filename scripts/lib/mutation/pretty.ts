/** The self-test → text for a terminal: a row per rule, a column per recipe, then what was missed. */
import type pc from 'picocolors';
import { plainText } from '../report/plain-text.ts';
import type { Planted, SelfTest } from './run.ts';
import { isKilled, type Tally, tally, tallyBy } from './tally.ts';

type Colors = ReturnType<typeof pc.createColors>;

export function prettySelfTest(test: SelfTest, colors: Colors): string {
  const byRule = Map.groupBy(test.results, ({ rule }) => rule);
  const rows = [...byRule].map(([rule, results]) => [rule, ...results.map(cell), cell(tally(results))]);
  const totals = ['all', ...[...tallyBy('recipe', test).values()].map(cell), cell(tally(test.results))];
  const table = [['rule', ...test.recipes, 'found'], ...rows, totals];
  const widths = totals.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row, index) => {
    const line = row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ');
    return index === 0 || index === table.length - 1 ? colors.bold(line.trimEnd()) : line.trimEnd();
  });
  return [...lines, '', ...missedLines(test, colors), verdict(test, colors), ''].join('\n');
}

/** `3`: all three found. `2 of 3`: one missed. A dash: the fault does not fit there. */
function cell({ planted, found }: Tally): string {
  if (planted === 0) return '–';
  return planted === found ? String(found) : `${found} of ${planted}`;
}

function missedLines({ results }: SelfTest, colors: Colors): readonly string[] {
  const missed = results.flatMap((result) => result.missed.map((what) => missedLine(result, what, colors)));
  return missed.length === 0 ? [] : [...missed, ''];
}

function missedLine({ rule }: Planted, what: string, colors: Colors): string {
  return `${colors.red('missed')}  ${rule}  ${plainText(what)}`;
}

function verdict(test: SelfTest, colors: Colors): string {
  const { planted, found } = tally(test.results);
  const rate = planted === 0 ? 'nothing was planted' : `${((100 * found) / planted).toFixed(1)} %`;
  const text = `${found} of ${planted} planted faults found in ${test.recipes.length} recipes: ${rate}`;
  return isKilled(test) ? colors.green(text) : colors.red(text);
}
