import { mapOf } from '../../recipe/json.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const logUnbounded: Rule = {
  id: 'log-unbounded',
  severity: 'warning',
  summary: 'The log of a service may fill the disk of its node',
  docs: {
    why: 'The default driver json-file keeps every line until the task is removed: a chatty app fills the disk, and all apps on it stop.',
    fix: 'Write "logging: {driver: json-file, options: {max-size: 10m, max-file: \'3\'}}", or the driver "local", which has bounds of its own.',
    refs: ['OWASP Docker Security rule 7', 'Docker: json-file logging driver'],
  },
  check(recipe, report) {
    for (const { name, file, path, value } of services(recipe)) {
      const { driver = 'json-file', options } = mapOf(value.logging);
      const help = 'Add the option "max-size: 10m", or use the driver "local".';
      if (value.logging == null) {
        const message = `Service "${name}" does not bound its log`;
        report({ file, path, atKey: true, severity: 'info', message, help });
      } else if (value.logging !== undefined && driver === 'json-file' && mapOf(options)['max-size'] === undefined) {
        const message = `The log of service "${name}" grows without end`;
        report({ file, path: [...path, 'logging'], atKey: true, message, help });
      }
    }
  },
};
