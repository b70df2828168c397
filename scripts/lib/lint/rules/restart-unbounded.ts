import { isMap, mapOf } from '../../recipe/json.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const restartUnbounded: Rule = {
  id: 'restart-unbounded',
  severity: 'info',
  summary: 'A restart policy has no end',
  docs: {
    why: 'A service that cannot start is started for ever: it fills the log and the disk, and no update of it is ever seen to fail.',
    fix: 'Add "max_attempts" with a "window": so many failures within that time are enough.',
    refs: ['CIS Docker 5.15', 'OWASP Docker Security rule 7', 'compose specification: deploy.restart_policy'],
  },
  check(recipe, report) {
    for (const { name, file, path, value } of services(recipe)) {
      if (!isMap(mapOf(value.deploy).restart_policy)) continue;
      const { condition, max_attempts } = mapOf(mapOf(value.deploy).restart_policy);
      if (condition === 'none' || (max_attempts !== undefined && Number(max_attempts) !== 0)) continue;
      const message = `Service "${name}" is restarted for ever`;
      const help = 'Add "max_attempts: 10" and "window: 120s".';
      report({ file, path: [...path, 'deploy', 'restart_policy'], atKey: true, message, help });
    }
  },
};
