/** How a planted value gets into the text of a YAML file. */
import { type Document, parseDocument } from 'yaml';
import { applyEdits } from '../lint/edit/apply.ts';
import { append, put } from '../lint/edit/put.ts';
import { remove } from '../lint/edit/remove.ts';
import { rewrite } from '../lint/edit/replace.ts';
import type { Written } from '../lint/edit/written.ts';
import { isList, isMap, valueAt } from '../recipe/json.ts';
import { parsedYaml } from '../recipe/yaml.ts';
import type { Edit, Json, Path, RecipeFile } from '../types.ts';

/** A path and its new value; undefined removes what is there. */
export type Setting = readonly [path: Path, value: Json | undefined];

/** With the layout as it is, as somebody would write it. Null where that cannot be done. */
export function editedText(file: RecipeFile, set: readonly Setting[]): string | null {
  const edits: Edit[] = [];
  for (const [path, value] of set) {
    const made = edit(file, path, value);
    if (made === null) return null;
    edits.push(...made);
  }
  return applyEdits(file.content, edits);
}

function edit(file: RecipeFile, path: Path, value: Json | undefined): readonly Edit[] | null {
  const target = { file, path };
  if (value === undefined) return remove(target);
  const there = valueAt(parsedYaml(file).value, path);
  if (there === undefined) return put(target, written(value));
  if (isList(value) && isList(there) && value.length === there.length + 1)
    return append(target, written(value.at(-1) ?? null));
  return isList(value) || isMap(value) ? null : rewrite(() => JSON.stringify(value))(target);
}

/** Every text in quotes: a port or a version may not turn into a number. */
function written(value: Json): Written {
  if (isList(value)) return value.map(written);
  if (!isMap(value)) return JSON.stringify(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, written(item)]));
}

const known = new WeakMap<RecipeFile, Document>();

/** With the layout that the YAML library gives it; null when an alias stands in the way. */
export function rewrittenText(file: RecipeFile, set: readonly Setting[]): string | null {
  const parsed = known.get(file) ?? parseDocument(file.content, { uniqueKeys: false });
  known.set(file, parsed);
  const document = parsed.clone();
  try {
    for (const [path, value] of set) {
      if (value === undefined) document.deleteIn(path);
      else document.setIn(path, document.createNode(value));
    }
  } catch {
    return null;
  }
  return document.toString({ lineWidth: 0 });
}
