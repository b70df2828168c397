import { variablesIn } from '../recipe/interpolate.ts';
import { mapOf } from '../recipe/json.ts';
import { environment } from '../recipe/labels.ts';
import { configVersions } from '../recipe/needs.ts';
import type { Path, Recipe } from '../types.ts';

export interface UsedVariable {
  readonly file: string;
  readonly name: string;
  readonly path: Path;
}

/** Names that have a value when a stack is deployed: the settings, versions in abra.sh, and the stack's own name. */
export function stackVariables(recipe: Recipe): ReadonlySet<string> {
  const versions = configVersions(recipe.files.find(({ path }) => path === 'abra.sh'));
  return new Set(['STACK_NAME', ...recipe.settings.map(({ name }) => name), ...Object.keys(versions)]);
}

/** Every variable of the compose files, also those that `- NAME` without a value passes on. */
export function usedVariables(recipe: Recipe): readonly UsedVariable[] {
  return recipe.compose.flatMap(({ file, value }) => {
    const passed = Object.entries(mapOf(value.services)).flatMap(([service, each]) =>
      environment(each).flatMap((entry) =>
        entry.value === null ? [{ name: entry.key, path: ['services', service, ...entry.path] }] : [],
      ),
    );
    return [...variablesIn(value), ...passed].map(({ name, path }) => ({ file, name, path }));
  });
}
