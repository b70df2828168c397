import { join } from 'node:path';
import type pc from 'picocolors';
import { applyEdits } from '../lint/edit/apply.ts';
import { replaceFile } from '../lint-command/replace-file.ts';
import { recipeFile } from '../recipe/recipe-file.ts';
import { unifiedDiff } from '../report/diff.ts';
import type { Edit, Recipe } from '../types.ts';

/** Makes the edits in the recipe's files at `folder`, or only says what they would be. Returns them as a patch. */
export function writeEdits(
  folder: string,
  recipe: Recipe,
  edits: readonly Edit[],
  { write, colors }: { readonly write: boolean; readonly colors: ReturnType<typeof pc.createColors> },
): string {
  const patches: string[] = [];
  for (const [name, own] of Map.groupBy(edits, ({ file }) => file)) {
    const before = recipe.files.find(({ path }) => path === name);
    if (before === undefined) continue;
    const after = recipeFile(name, Buffer.from(applyEdits(before.content, own)), before.executable);
    if (write) replaceFile(join(folder, name), before, after);
    patches.push(unifiedDiff(`${recipe.folder}/${name}`, before.content, after.content, colors));
  }
  return patches.join('');
}
