import { type Variable, variablesIn } from '../recipe/interpolate.ts';
import { mapOf } from '../recipe/json.ts';
import { environment } from '../recipe/labels.ts';
import { configVersions } from '../recipe/needs.ts';
import type { ComposeFile, Path, Recipe } from '../types.ts';

export interface UsedVariable {
  readonly file: string;
  readonly name: string;
  readonly path: Path;
  /** Whether something stands there when it is not set. */
  readonly hasDefault: boolean;
}

/** Names that have a value when a stack is deployed: the settings, versions in abra.sh, and the stack's own name. */
export function stackVariables(recipe: Recipe): ReadonlySet<string> {
  const versions = configVersions(recipe.files.find(({ path }) => path === 'abra.sh'));
  return new Set(['STACK_NAME', ...recipe.settings.map(({ name }) => name), ...Object.keys(versions)]);
}

const known = new WeakMap<ComposeFile, readonly Variable[]>();

/** Every use of a variable in a compose file, found once however many rules ask. */
export function variablesOf(compose: ComposeFile): readonly Variable[] {
  let variables = known.get(compose);
  if (variables === undefined) {
    variables = variablesIn(compose.value);
    known.set(compose, variables);
  }
  return variables;
}

/** Every variable of the compose files, also those that `- NAME` without a value passes on. */
export function usedVariables(recipe: Recipe): readonly UsedVariable[] {
  return recipe.compose.flatMap((compose) => {
    const { file, value } = compose;
    const passed = Object.entries(mapOf(value.services)).flatMap(([service, each]) =>
      environment(each).flatMap((entry) =>
        entry.value === null ? [{ name: entry.key, path: ['services', service, ...entry.path], default: null }] : [],
      ),
    );
    return [...variablesOf(compose), ...passed].map((use) => ({
      file,
      name: use.name,
      path: use.path,
      hasDefault: use.default !== null,
    }));
  });
}
