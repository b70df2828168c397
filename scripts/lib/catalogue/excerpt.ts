export interface NumberedLine {
  /** 1-based; 0 stands for lines that are left out. */
  readonly number: number;
  readonly text: string;
}

/** Lines of an example: more explain nothing. */
const MOST = 40;
const BEFORE = 8;
const AFTER = 4;

/**
 * A short text as a whole. Of a longer one the lines around `marked`; when there is none, around what differs from `usual`;
 * at most 40 of them.
 */
export function excerpt(text: string, marked: readonly number[], usual: string | null): readonly NumberedLine[] {
  const all = text.split('\n');
  // What ends too early is told at the line behind the last.
  const lines = all.at(-1) === '' && !marked.includes(all.length) ? all.slice(0, -1) : all;
  if (lines.length <= MOST) return lines.map((line, index) => ({ number: index + 1, text: line }));
  const shown = new Set<number>();
  for (const [first, last] of marked.length > 0
    ? marked.map((line) => [line, line] as const)
    : [changed(lines, usual)]) {
    for (let number = Math.max(1, first - BEFORE); number <= Math.min(lines.length, last + AFTER); number++) {
      // A gap takes a line as well.
      if (shown.size < MOST - 2) shown.add(number);
    }
  }
  const numbers = [...shown].sort((a, b) => a - b);
  return numbers.flatMap((number, index) => [
    ...(number > (numbers[index - 1] ?? 0) + 1 ? [{ number: 0, text: '' }] : []),
    { number, text: lines[number - 1] ?? '' },
    ...(index === numbers.length - 1 && number < lines.length ? [{ number: 0, text: '' }] : []),
  ]);
}

/** First and last line that another text does not have at that place, counted from both ends. */
function changed(lines: readonly string[], usual: string | null): readonly [number, number] {
  if (usual === null) return [1, lines.length];
  const others = usual.replace(/\n$/, '').split('\n');
  const first = lines.findIndex((line, index) => line !== others[index]);
  if (first === -1) return [1, 1];
  const fromEnd = lines.toReversed().findIndex((line, index) => line !== others.at(-1 - index));
  return [first + 1, Math.max(first + 1, lines.length - fromEnd)];
}
