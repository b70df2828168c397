/** Faults that are planted as text: in files that are no YAML, or where it matters how a value is written. */
import { applyEdits } from '../lint/edit/apply.ts';
import { append } from '../lint/edit/put.ts';
import { type Fault, type Planter, servicesOf, textOf } from './fault.ts';

/** Where a file is missing, its first line is the place. */
export function withoutFile(path: string): Planter {
  return ({ files }) =>
    files.some((file) => file.path === path)
      ? [{ changes: { [path]: null }, at: { file: path, line: 1, column: 1 } }]
      : [];
}

/** Text at the end of a file, whose last line is the place; one further down for what ends too early. */
export function textLine(path: string, text: string, column: number, further = 0): Planter {
  return (recipe) => {
    const before = textOf(recipe, path);
    if (before === '') return [];
    const changed = `${before}${before.endsWith('\n') ? '' : '\n'}${text}\n`;
    const line = changed.split('\n').length - 1 + further;
    return [{ changes: { [path]: changed }, at: { file: path, line, column } }];
  };
}

/** Text before a file, whose first line is the place. */
export function firstLine(path: string, text: string): Planter {
  return (recipe) => {
    const before = textOf(recipe, path);
    return before === '' ? [] : [{ changes: { [path]: `${text}\n${before}` }, at: { file: path, line: 1, column: 1 } }];
  };
}

/** An item without quotes, in a list of every service. */
export function plainItem(key: string, text: string): Planter {
  return (recipe) => {
    const file = recipe.files.find(({ path }) => path === 'compose.yml');
    return Object.entries(servicesOf(recipe)).flatMap(([name, service]): readonly Fault[] => {
      const path = ['services', name, key];
      const there = typeof service === 'object' && service !== null && key in service ? Reflect.get(service, key) : [];
      const edits = file === undefined || !Array.isArray(there) ? null : append({ file, path }, text);
      if (file === undefined || edits === null) return [];
      const at = { file: file.path, path: [...path, there.length] };
      return [{ changes: { [file.path]: applyEdits(file.content, edits) }, at }];
    });
  };
}
