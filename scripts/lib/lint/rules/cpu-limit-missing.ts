import { isLimited } from '../limits-of.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const cpuLimitMissing: Rule = {
  id: 'cpu-limit-missing',
  severity: 'info',
  summary: 'A service with a memory limit may use all processors of its node',
  docs: {
    why: 'An app in an endless loop then slows down every other app on the same server. Where there is no limit at all, memory-limit-missing speaks of it.',
    fix: 'Set deploy.resources.limits.cpus.',
    refs: ['CIS Docker 5.12', 'OWASP Docker Security rule 7', 'recipe format: conventions'],
  },
  check(recipe, report) {
    for (const { name, file, path, value } of services(recipe)) {
      if (!isLimited(value, 'memory') || isLimited(value, 'cpus')) continue;
      const message = `Service "${name}" has no limit of processors`;
      report({ file, path, atKey: true, message, help: `Write "cpus: '1.0'" under "deploy.resources.limits".` });
    }
  },
};
