import { valueAt } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { configVersionsUsed } from '../config-versions.ts';
import type { Rule } from '../rule.ts';

export const configVersionMissing: Rule = {
  id: 'config-version-missing',
  severity: 'warning',
  summary: 'The name of a config carries no version',
  docs: {
    why: 'A config of the swarm cannot be changed: the first upgrade that changes the file stops with "only updates to Labels are allowed".',
    fix: 'End its name in a setting of abra.sh: ${STACK_NAME}_nginx_conf_${NGINX_CONF_VERSION}.',
    refs: ['abra R012', 'recipe format: conventions', 'swarmkit: UpdateConfig'],
  },
  check(recipe, report) {
    const values = new Map(recipe.compose.map(({ file, value }) => [file, value]));
    for (const { key, file, path, setting, made } of configVersionsUsed(recipe)) {
      const name = valueAt(values.get(file), path);
      if (
        !made ||
        setting !== null ||
        (typeof name === 'string' && /[._-]v?[0-9]+$|\$/.test(name.replace('${STACK_NAME}', '')))
      )
        continue;
      const variable = `${key.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_VERSION`;
      const message = `The name of config ${quote(key)} carries no version`;
      const help = `Name it "\${STACK_NAME}_${key.slice(0, 40)}_\${${variable}}" and write "export ${variable}=v1" into abra.sh.`;
      report({ file, path, message, help });
    }
  },
};
