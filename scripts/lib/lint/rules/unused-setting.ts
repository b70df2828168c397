import type { Rule } from '../rule.ts';
import { usedVariables } from '../variables.ts';

/** Read by abra and by the deployment itself, not by a compose file. */
const STANDARD = /^(?:TYPE|COMPOSE_FILE|TIMEOUT|ENABLE_AUTO_UPDATE|ENABLE_BACKUPS|[A-Z_]*_CMDS)$/;

export const unusedSetting: Rule = {
  id: 'unused-setting',
  severity: 'warning',
  summary: 'A setting of .env.sample is used by no compose file',
  docs: {
    why: 'A hoster fills it in, believes it does something, and nothing happens.',
    fix: 'Pass it to the service that needs it, or remove the line.',
    refs: ['recipe format: .env.sample'],
  },
  assumes: 'folder',
  check(recipe, report) {
    const used = new Set(usedVariables(recipe).map(({ name }) => name));
    const sample = recipe.files.find(({ path }) => path === '.env.sample')?.content ?? '';
    // Settings further down may be built from it.
    for (const [, name = ''] of sample.matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]*)/g)) used.add(name);
    for (const { name, line } of recipe.settings) {
      if (used.has(name) || STANDARD.test(name)) continue;
      const message = `Setting "${name}" is used by no compose file`;
      report({ file: '.env.sample', line, message, help: 'Use it, or remove it.', data: { name } });
    }
  },
};
