import { quote } from '../../recipe/limits.ts';
import { externals, isOwn } from '../externals.ts';
import type { Rule } from '../rule.ts';

export const foreignSecret: Rule = {
  id: 'foreign-secret',
  severity: 'error',
  summary: 'A secret or config may belong to another stack',
  docs: {
    why: "An external secret is taken by its name alone: a recipe that names another app's secret gets its password.",
    fix: 'Start the name with "${STACK_NAME}_", without a default.',
    refs: ['recipe format: conventions', 'threat model: theft'],
  },
  assumes: 'convention',
  waivable: false,
  check(recipe, report) {
    for (const kind of ['secrets', 'configs'] as const) {
      for (const { key, name, file, path } of externals(recipe, kind)) {
        if (isOwn(name)) continue;
        const message = `${kind === 'secrets' ? 'Secret' : 'Config'} ${quote(name)} may belong to another stack`;
        const help = `Start its name with "\${STACK_NAME}_", as in "\${STACK_NAME}_${key}_…".`;
        report({ file, path, message, help, data: { name } });
      }
    }
  },
};
