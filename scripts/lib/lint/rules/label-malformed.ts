import { containerLabels, serviceLabels } from '../../recipe/labels.ts';
import { quote } from '../../recipe/limits.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const labelMalformed: Rule = {
  id: 'label-malformed',
  severity: 'warning',
  summary: 'The name of a label holds blanks, line ends or other signs that do not belong there',
  docs: {
    why: 'Programs that read labels line by line, such as proxies and backup tools, take one label for two.',
    fix: 'Use letters, digits, ".", "_", "-", "/" and "@" in the name.',
    refs: ['Docker: object labels', 'threat model: proxy'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      for (const { key, path: inside } of [...serviceLabels(value), ...containerLabels(value)]) {
        // Filled in by nobody when it stands in a key, which has a rule of its own.
        const name = key.replaceAll(/\$\{[^}]*\}/g, 'x');
        if (/^[A-Za-z0-9._@/:[\]-]{1,300}$/.test(name)) continue;
        const help = 'Use letters, digits, ".", "_", "-", "/" and "@".';
        report({
          file,
          path: [...path, ...inside],
          message: `Label ${quote(key)} is no proper name`,
          help,
          data: { key },
        });
      }
    }
  },
};
