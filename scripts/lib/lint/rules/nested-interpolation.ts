import { quote } from '../../recipe/limits.ts';
import type { Rule } from '../rule.ts';
import { variablesOf } from '../variables.ts';

export const nestedInterpolation: Rule = {
  id: 'nested-interpolation',
  severity: 'warning',
  summary: 'The default of a variable holds another variable, which is not filled in',
  docs: {
    why: 'A shell and docker compose fill in ${A:-${B}}; docker stack deploy ends the variable at the first "}" and puts "${B" and "}" into the app as they stand. "$$" in a default stays two dollar signs.',
    fix: 'Give it a plain default, or let .env.sample build the value: A=${B}.',
    refs: ['docker/cli compose/template', 'recipe format: traps'],
  },
  check({ compose }, report) {
    for (const each of compose) {
      for (const { name, path, default: text } of variablesOf(each)) {
        if (text === null || !/\$(?:[{$]|[A-Za-z_])/.test(text)) continue;
        const message = `Default ${quote(text)} of variable ${quote(name)} is not filled in`;
        const help = `Write a plain default, or set "${name.slice(0, 40)}" in .env.sample from the other setting.`;
        report({ file: each.file, path, message, help, data: { name } });
      }
    }
  },
};
