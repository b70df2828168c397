/** Two texts → what `git apply` and `patch -p1` take. */
import type pc from 'picocolors';

type Colors = ReturnType<typeof pc.createColors>;

type Line = readonly [sign: ' ' | '-' | '+', text: string];

const CONTEXT = 3;
/** Lines that differ; beyond it all between the first and the last is shown as replaced, rather than searched for minutes. */
const MOST_CHANGES = 800;

/** `file` as places show it. Empty when the texts are equal. */
export function unifiedDiff(file: string, before: string, after: string, colors: Colors): string {
  if (before === after) return '';
  const lines = compare(linesOf(before), linesOf(after));
  const parts = hunks(lines).map((hunk) => hunkText(lines, hunk, colors));
  return [colors.bold(`--- a/${file}`), '\n', colors.bold(`+++ b/${file}`), '\n', ...parts].join('');
}

/** Each with its line end, which the last may lack. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function compare(before: readonly string[], after: readonly string[]): readonly Line[] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const same = (line: string): Line => [' ', line];
  return [
    ...before.slice(0, head).map(same),
    ...changes(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map(same),
  ];
}

/**
 * The shortest way from one to the other (Myers 1986): after each change, on each diagonal `from - to`, how far one gets in
 * `before`.
 */
function changes(before: readonly string[], after: readonly string[]): readonly Line[] {
  const trace: Map<number, number>[] = [];
  let reach = new Map([[1, 0]]);
  for (let count = 0; count <= Math.min(before.length + after.length, MOST_CHANGES); count++) {
    const next = new Map<number, number>();
    for (let diagonal = -count; diagonal <= count; diagonal += 2) {
      let from = isInsertion(reach, diagonal, count) ? get(reach, diagonal + 1) : get(reach, diagonal - 1) + 1;
      while (from < before.length && from - diagonal < after.length && before[from] === after[from - diagonal]) from++;
      next.set(diagonal, from);
      if (from >= before.length && from - diagonal >= after.length) return walkBack(before, after, [...trace, reach]);
    }
    trace.push(reach);
    reach = next;
  }
  return [...before.map((line): Line => ['-', line]), ...after.map((line): Line => ['+', line])];
}

function walkBack(
  before: readonly string[],
  after: readonly string[],
  trace: readonly ReadonlyMap<number, number>[],
): readonly Line[] {
  const lines: Line[] = [];
  let [from, to] = [before.length, after.length];
  for (let count = trace.length - 1; count >= 0; count--) {
    const reach = trace[count] ?? new Map();
    const diagonal = from - to;
    const previous = isInsertion(reach, diagonal, count) ? diagonal + 1 : diagonal - 1;
    const start = get(reach, previous);
    while (from > start && to > start - previous && from > 0 && to > 0) {
      from--;
      to--;
      lines.push([' ', before[from] ?? '']);
    }
    if (count === 0) break;
    if (previous > diagonal) lines.push(['+', after[--to] ?? '']);
    else lines.push(['-', before[--from] ?? '']);
  }
  return lines.reverse();
}

function isInsertion(reach: ReadonlyMap<number, number>, diagonal: number, count: number): boolean {
  return diagonal === -count || (diagonal !== count && get(reach, diagonal - 1) < get(reach, diagonal + 1));
}

function get(reach: ReadonlyMap<number, number>, diagonal: number): number {
  return reach.get(diagonal) ?? 0;
}

/** First and last line of what is shown together, with what stands around it. */
function hunks(lines: readonly Line[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const [index, [sign]] of lines.entries()) {
    if (sign === ' ') continue;
    const last = found.at(-1);
    const end = Math.min(lines.length, index + 1 + CONTEXT);
    if (last !== undefined && index - CONTEXT <= last[1]) last[1] = end;
    else found.push([Math.max(0, index - CONTEXT), end]);
  }
  return found;
}

function hunkText(lines: readonly Line[], [start, end]: readonly [number, number], colors: Colors): string {
  const count = (some: readonly Line[], sign: Line[0]) => some.filter(([each]) => each !== sign).length;
  const shown = lines.slice(start, end);
  const range = (sign: Line[0]) => {
    const length = count(shown, sign);
    const first = count(lines.slice(0, start), sign) + (length === 0 ? 0 : 1);
    return length === 1 ? `${first}` : `${first},${length}`;
  };
  const header = colors.cyan(`@@ -${range('+')} +${range('-')} @@`);
  return `${header}\n${shown.map((line) => lineText(line, colors)).join('')}`;
}

function lineText([sign, text]: Line, colors: Colors): string {
  const whole = `${sign}${text.replace(/\n$/, '')}`;
  const painted = sign === '-' ? colors.red(whole) : sign === '+' ? colors.green(whole) : whole;
  return `${painted}\n${text.endsWith('\n') ? '' : '\\ No newline at end of file\n'}`;
}
