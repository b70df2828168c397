import type pc from 'picocolors';

import type { Rung, RungStatus, ScannedFact, Verdict } from '../types.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** What one recipe came to. `reason` is null only when everything passed. */
export interface SummaryRow {
  readonly recipe: string;
  readonly version: string | null;
  readonly lint: Verdict;
  /** Empty when no trial ran. */
  readonly rungs: readonly Pick<Rung, 'id' | 'status'>[];
  /** `3 deploys`, or null when no certificate was issued. */
  readonly level: string | null;
  readonly scan: ScannedFact;
  readonly verdict: Verdict;
  readonly seconds: number;
  readonly reason: string | null;
}

const VERDICTS: readonly Verdict[] = ['pass', 'unverified', 'fail', 'broken'];

/**
 * A table of all recipes, each reason in full below its row, and a line of counts. Every rung that was tried anywhere has a column;
 * where `width` characters do not hold them they are counted in one.
 */
export function summaryTable(rows: readonly SummaryRow[], colors: Colors, width = Number.POSITIVE_INFINITY): string {
  const rungs = [...new Set(rows.flatMap((row) => row.rungs.map(({ id }) => id)))];
  const wide = layOut(rows, rungs, (row) => rungs.map((id) => row.rungs.find((rung) => rung.id === id)?.status ?? '–'));
  const fits = wide.widths.reduce((sum, each) => sum + each + 2, -2) <= width;
  const { headings, cells, widths } = fits ? wide : layOut(rows, ['rungs'], (row) => [countRungs(row)]);
  const line = (row: readonly string[], paint: (text: string) => string) =>
    row
      .map((text, column) => paint(text).concat(' '.repeat((widths[column] ?? 0) - text.length)))
      .join('  ')
      .trimEnd();
  return [
    line(headings, colors.bold),
    ...rows.flatMap((row, index) => [
      line(cells[index] ?? [], (text) => paintStatus(text, colors)),
      ...(row.reason === null ? [] : [colors.dim(`  ${row.reason}`)]),
    ]),
    '',
    counts(rows, colors),
    ...scanLines(rows, colors),
    '',
  ].join('\n');
}

function layOut(
  rows: readonly SummaryRow[],
  rungs: readonly string[],
  rungCells: (row: SummaryRow) => readonly string[],
) {
  const headings = ['recipe', 'version', 'lint', ...rungs, 'seconds', 'certificate'];
  const cells = rows.map((row) => [
    ...[row.recipe, row.version ?? 'no version', row.lint],
    ...rungCells(row),
    ...[row.seconds.toFixed(1), row.level ?? 'none'],
  ]);
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  return { headings, cells, widths };
}

/** `6 pass, 1 fail`; the reason below says which. */
function countRungs({ rungs }: SummaryRow): string {
  const statuses = ['pass', 'fail', 'skip', 'unverified'] as const;
  const counted = statuses.map((status) => [rungs.filter((rung) => rung.status === status).length, status] as const);
  const told = counted.filter(([count]) => count > 0).map(([count, status]) => `${count} ${status}`);
  return told.join(', ') || '–';
}

function counts(rows: readonly SummaryRow[], colors: Colors): string {
  return VERDICTS.map((verdict) => [verdict, rows.filter((row) => row.verdict === verdict).length] as const)
    .filter(([verdict, count]) => count > 0 || verdict === 'pass')
    .map(([verdict, count]) => paintStatus(verdict, colors, `${count} ${verdict}`))
    .join(', ');
}

/** What the table has no column for, so that nobody takes its silence for a clean scan. One line for all of whom the same is said. */
function scanLines(rows: readonly SummaryRow[], colors: Colors): readonly string[] {
  const said = Map.groupBy(rows, ({ scan }) => scan.says);
  return [...said].flatMap(([says, of]) => {
    if (of[0]?.scan.kind === 'passed') return [];
    const who = of.length === rows.length ? 'all recipes' : of.map(({ recipe }) => recipe).join(', ');
    return [colors.yellow(`${who}: ${says}`)];
  });
}

function paintStatus(status: string, colors: Colors, text = status): string {
  switch (status as Verdict | RungStatus) {
    case 'pass':
      return colors.green(text);
    case 'fail':
      return colors.red(text);
    case 'broken':
      return colors.magenta(text);
    case 'unverified':
    case 'skip':
      return colors.yellow(text);
    default:
      return text;
  }
}
