import { isMap, mapOf } from '../../recipe/json.ts';
import type { Rule } from '../rule.ts';
import { isJob, services } from '../services.ts';

export const healthcheckDisabled: Rule = {
  id: 'healthcheck-disabled',
  severity: 'warning',
  summary: 'A service switches off the healthcheck of its image',
  docs: {
    why: 'Swarm then counts a task as running as soon as its process exists: a broken update is taken for a good one and never rolled back.',
    fix: 'Replace the check of the image by one that fits, instead of none.',
    refs: ['abra R002', 'CIS Docker 4.6', 'CIS Docker 5.27'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      const { name, file, path, value } = service;
      if (isJob(service) || !isMap(value.healthcheck)) continue;
      const { disable, test } = mapOf(value.healthcheck);
      const key =
        disable === true || disable === 'true' ? 'disable' : Array.isArray(test) && test[0] === 'NONE' ? 'test' : null;
      if (key === null) continue;
      const message = `Service "${name}" switches its healthcheck off`;
      const help = 'Write a "test" that asks the app, e.g. [CMD, curl, -fsS, http://localhost:8080/].';
      report({ file, path: [...path, 'healthcheck', key], message, help });
    }
  },
};
