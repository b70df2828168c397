import { locate } from '../recipe/locate.ts';
import type { Path, Recipe } from '../types.ts';

/**
 * The word that is written where the value at `path` stands, quotes included: `0440` and `288` are one number to a parser.
 * Empty when there is no such file.
 */
export function writtenAt(recipe: Recipe, file: string, path: Path): string {
  const source = recipe.files.find((each) => each.path === file);
  if (source === undefined) return '';
  const { line, column } = locate(source, recipe.folder, path);
  const text = lineOf(source.content, line).slice(column - 1);
  return /^(?:"[^"]*"|'[^']*'|[^\s,[\]{}]+)/.exec(text)?.[0] ?? '';
}

/** 1-based; without splitting a file of a hundred thousand lines for each value. */
function lineOf(text: string, line: number): string {
  let start = 0;
  for (let at = 1; at < line; at++) start = text.indexOf('\n', start) + 1;
  const end = text.indexOf('\n', start);
  return end === -1 ? text.slice(start) : text.slice(start, end);
}
