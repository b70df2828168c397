import { variablesIn } from '../recipe/interpolate.ts';
import { mapOf } from '../recipe/json.ts';
import type { Path, Recipe } from '../types.ts';

export interface ConfigVersion {
  /** Of the config, under the top-level `configs:`. */
  readonly key: string;
  readonly file: string;
  /** Where the config's name stands. */
  readonly path: Path;
  /** The setting its name ends in, e.g. `NGINX_CONF_VERSION`; null when there is none. */
  readonly setting: string | null;
  /** Made by the stack from a file of the recipe. */
  readonly made: boolean;
}

/** Every config with the setting that carries its version. */
export function configVersionsUsed({ compose }: Recipe): readonly ConfigVersion[] {
  return compose.flatMap(({ file, value }) =>
    Object.entries(mapOf(value.configs)).map(([key, entry]) => {
      const { name, file: source } = mapOf(entry);
      const variables = typeof name === 'string' ? variablesIn(name) : [];
      const setting = variables.findLast((variable) => variable.name.endsWith('_VERSION'))?.name ?? null;
      const path = typeof name === 'string' ? ['configs', key, 'name'] : ['configs', key];
      return { key, file, path, setting, made: typeof source === 'string' };
    }),
  );
}
