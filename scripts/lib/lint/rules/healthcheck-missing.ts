import type { Rule } from '../rule.ts';
import { isJob, services } from '../services.ts';

export const healthcheckMissing: Rule = {
  id: 'healthcheck-missing',
  severity: 'warning',
  summary: 'A service has no healthcheck',
  docs: {
    why: 'Swarm then counts a task as running as soon as its process exists: a broken update is taken for a good one and never rolled back.',
    fix: 'Add a healthcheck that asks the app itself.',
    refs: ['abra R002', 'CIS Docker 4.6', 'CIS Docker 5.27'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      if (isJob(service)) continue;
      const { name, file, path, value } = service;
      if (value.healthcheck != null) continue;
      const help = 'Add "healthcheck" with a "test" that asks the app, e.g. [CMD, curl, -fsS, http://localhost:8080/].';
      report({ file, path, atKey: true, message: `Service "${name}" has no healthcheck`, help });
    }
  },
};
