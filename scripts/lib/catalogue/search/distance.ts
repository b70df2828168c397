/**
 * How many letters must be dropped, added, replaced or swapped with their neighbour to turn `typed` into the beginning of `name`, and
 * into all of it. Both are `most + 1` when they are more than `most`.
 */
export function typos(typed: string, name: string, most: number): { readonly start: number; readonly whole: number } {
  const far = most + 1;
  const nothing = { start: far, whole: far };
  if (typed.length - name.length > most) return nothing;
  let before: number[] = [];
  let above: number[] = [];
  for (let column = 0; column <= most; column++) above.push(column);
  for (let row = 1; row <= typed.length; row++) {
    const line: number[] = [];
    let least = far;
    // Further from the diagonal it cannot be less than `most`.
    for (let column = Math.max(0, row - most); column <= Math.min(name.length, row + most); column++) {
      const cost = column === 0 ? row : cheapest(typed, name, row, column, { before, above, line, far });
      line[column] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return nothing;
    before = above;
    above = line;
  }
  let start = far;
  for (const cost of above) if (cost < start) start = cost;
  return { start, whole: Math.min(far, above[name.length] ?? far) };
}

interface Rows {
  readonly before: readonly number[];
  readonly above: readonly number[];
  readonly line: readonly number[];
  readonly far: number;
}

function cheapest(
  typed: string,
  name: string,
  row: number,
  column: number,
  { before, above, line, far }: Rows,
): number {
  const [here, there] = [typed.charCodeAt(row - 1), name.charCodeAt(column - 1)];
  const replaced = (above[column - 1] ?? far) + (here === there ? 0 : 1);
  const cost = Math.min(replaced, (above[column] ?? far) + 1, (line[column - 1] ?? far) + 1);
  const isSwapped = here === name.charCodeAt(column - 2) && typed.charCodeAt(row - 2) === there;
  return isSwapped ? Math.min(cost, (before[column - 2] ?? far) + 1) : cost;
}
