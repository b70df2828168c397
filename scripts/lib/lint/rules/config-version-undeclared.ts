import { quote } from '../../recipe/limits.ts';
import { configVersionsUsed } from '../config-versions.ts';
import type { Rule } from '../rule.ts';
import { stackVariables } from '../variables.ts';

export const configVersionUndeclared: Rule = {
  id: 'config-version-undeclared',
  severity: 'error',
  summary: 'The version in the name of a config is set nowhere',
  docs: {
    why: 'The name then ends in "_", which the swarm refuses. Versions of configs belong to the recipe, not to the hoster: they change when the file does.',
    fix: 'Add a line such as "export NGINX_CONF_VERSION=v1" to abra.sh; and raise it with every change of the file.',
    refs: ['abra R012', 'recipe format: abra.sh', 'swarmkit: validation of names'],
  },
  check(recipe, report) {
    const known = stackVariables(recipe);
    const abra = recipe.files.find(({ path }) => path === 'abra.sh');
    for (const { key, setting, file, path } of configVersionsUsed(recipe)) {
      if (setting === null || known.has(setting)) continue;
      const other = abra?.encoding === 'utf8' && abra.content.includes(`${setting}=`);
      const message = other
        ? `Version ${quote(setting)} of config ${quote(key)} is not v1, v2 and so on in abra.sh`
        : `Version ${quote(setting)} of config ${quote(key)} is set nowhere`;
      const help = `Write "export ${setting.slice(0, 64)}=v1" into abra.sh.`;
      report({ file, path, severity: other ? 'warning' : 'error', message, help, data: { setting } });
    }
  },
};
