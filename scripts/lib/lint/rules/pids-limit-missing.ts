import { isLimited } from '../limits-of.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const pidsLimitMissing: Rule = {
  id: 'pids-limit-missing',
  severity: 'info',
  summary: 'A service with a memory limit may start any number of processes',
  docs: {
    why: 'One fork bomb takes the process numbers of the whole node. Where there is no limit at all, memory-limit-missing speaks of it.',
    fix: 'Set deploy.resources.limits.pids; files with a version need "3.9" or higher for it.',
    refs: ['CIS Docker 5.29', 'OWASP Docker Security rule 7', 'recipe format: conventions'],
  },
  check(recipe, report) {
    for (const { name, file, path, value } of services(recipe)) {
      if (!isLimited(value, 'memory') || isLimited(value, 'pids')) continue;
      const message = `Service "${name}" has no limit of processes`;
      report({ file, path, atKey: true, message, help: 'Write "pids: 100" under "deploy.resources.limits".' });
    }
  },
};
