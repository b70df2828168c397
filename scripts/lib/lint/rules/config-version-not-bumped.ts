import { interpolate } from '../../recipe/interpolate.ts';
import { isMap, mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import type { Recipe } from '../../types.ts';
import { sampleEnvironment } from '../documents.ts';
import { publishedBefore, recipeOfVersion } from '../published.ts';
import type { Rule } from '../rule.ts';

export const configVersionNotBumped: Rule = {
  id: 'config-version-not-bumped',
  severity: 'error',
  summary: 'The file of a config or secret changed, its name in the swarm did not',
  docs: {
    why: 'Configs and secrets of a swarm cannot be changed: docker stack deploy stops the upgrade with "only updates to Labels are allowed".',
    fix: 'Raise its version, e.g. in abra.sh from NGINX_CONF_VERSION=v1 to v2, so that the swarm makes a new one.',
    refs: ['abra R012', 'swarmkit: UpdateConfig', 'recipe format: traps'],
  },
  check(recipe, report, { published }) {
    const before = publishedBefore(recipe, published);
    if (before === null) return;
    const old = new Map(
      madeFromFiles(recipeOfVersion(recipe, before)).map((made) => [`${made.kind} ${made.name}`, made]),
    );
    for (const { kind, key, name, file, path, written, sha256 } of madeFromFiles(recipe)) {
      const same = old.get(`${kind} ${name}`);
      if (same === undefined || same.sha256 === sha256) continue;
      const setting = /\$\{?([A-Z][A-Z0-9_]*_VERSION)/.exec(written)?.[1];
      const what = kind === 'configs' ? 'Config' : 'Secret';
      const message = `${what} ${quote(key)} has another content than in "${before.version}" under the same name`;
      const help =
        setting === undefined
          ? `End its name in a version: "\${STACK_NAME}_${key}_\${${key.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_VERSION}".`
          : `Raise ${setting}, which makes a new one.`;
      report({ file, path, message, help, data: { name, version: before.version } });
    }
  },
};

/** Configs and secrets that the stack makes from files of the recipe, with the names they get in the swarm. */
function madeFromFiles(recipe: Recipe) {
  const environment = sampleEnvironment(recipe);
  const contents = new Map(recipe.files.map(({ path, sha256 }) => [path, sha256]));
  return recipe.compose.flatMap(({ file, value }) =>
    (['configs', 'secrets'] as const).flatMap((kind) =>
      Object.entries(mapOf(value[kind])).flatMap(([key, entry]) => {
        const { file: source, name } = mapOf(entry);
        const sha256 = typeof source === 'string' ? contents.get(source.replace(/^(?:\.\/)+/, '')) : undefined;
        if (!isMap(entry) || sha256 === undefined) return [];
        const written = typeof name === 'string' ? name : key;
        const path = typeof name === 'string' ? [kind, key, 'name'] : [kind, key];
        return [{ kind, key, name: interpolate(written, environment).value, file, path, written, sha256 }];
      }),
    ),
  );
}
