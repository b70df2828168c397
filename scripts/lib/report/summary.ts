import type pc from 'picocolors';

import type { Level, Rung, RungStatus, ScannedFact, Verdict } from '../types.ts';
import { countRungs } from './rung-counts.ts';

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
  /** What its trial proves beyond that, and what does not count for want of a scan; null when there is no more. */
  readonly tried: Level | null;
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
  const { headings, cells, widths } = fits ? wide : layOut(rows, ['rungs'], (row) => [countRungs(row.rungs) || '–']);
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
    ...(rows.some(({ tried }) => tried !== null)
      ? [colors.dim('(trial: 7): its trial proves level 7, which counts once its images are scanned')]
      : []),
    '',
  ].join('\n');
}

function layOut(
  rows: readonly SummaryRow[],
  rungs: readonly string[],
  rungCells: (row: SummaryRow) => readonly string[],
) {
  const headings = ['recipe', 'version', 'lint', ...rungs, 'scan', 'seconds', 'certificate'];
  const cells = rows.map((row) => [
    ...[row.recipe, row.version ?? 'no version', row.lint],
    ...rungCells(row),
    ...[row.rungs.length === 0 ? '–' : SCANS[row.scan.kind], row.seconds.toFixed(1), certificateCell(row)],
  ]);
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  return { headings, cells, widths };
}

const SCANS: { readonly [kind in ScannedFact['kind']]: string } = {
  passed: 'pass',
  failed: 'fail',
  broken: 'broken',
  stale: 'unverified',
  'other-images': 'unverified',
  'not-scanned': 'unverified',
};

function certificateCell({ level, tried }: SummaryRow): string {
  return level === null ? 'none' : `${level}${tried === null ? '' : ` (trial: ${tried})`}`;
}

/** Whoever lacks nothing but a scan is counted apart: no more than unverified, and no less than proven. */
function counts(rows: readonly SummaryRow[], colors: Colors): string {
  const unscanned = rows.filter(({ verdict, reason }) => verdict === 'unverified' && reason === null);
  const counted = VERDICTS.map((verdict) => {
    const count = rows.filter((row) => row.verdict === verdict && !unscanned.includes(row)).length;
    return { verdict, count, told: `${count} ${verdict}` };
  });
  const told = `${unscanned.length} proven but not scanned`;
  return [
    ...counted.slice(0, 1),
    { verdict: 'unverified' as const, count: unscanned.length, told },
    ...counted.slice(1),
  ]
    .filter(({ count, verdict }) => count > 0 || verdict === 'pass')
    .map(({ verdict, told: text }) => paintStatus(verdict, colors, text))
    .join(', ');
}

/** Why a scan is not there, with the next step. One line for all of whom the same is said, and none where the row says it. */
function scanLines(rows: readonly SummaryRow[], colors: Colors): readonly string[] {
  const said = Map.groupBy(rows, ({ scan }) => scan.says);
  return [...said].flatMap(([says, of]) => {
    const [{ scan, reason }] = of as [SummaryRow];
    if (scan.kind === 'passed' || reason === says) return [];
    if (scan.kind === 'not-scanned' && of.every(({ level }) => level === null)) return [];
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
