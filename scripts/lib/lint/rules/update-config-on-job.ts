import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { remove } from '../edit/remove.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const updateConfigOnJob: Rule = {
  id: 'update-config-on-job',
  severity: 'error',
  summary: 'A job says how it is updated',
  docs: {
    why: 'docker stack deploy refuses it, even empty: jobs may not have an update config. A job that changes runs anew.',
    fix: 'Remove "update_config".',
    refs: ['swarmkit: validateJob', 'Docker API 1.41: jobs'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const { mode, update_config } = mapOf(value.deploy);
      if ((mode !== 'replicated-job' && mode !== 'global-job') || update_config == null) continue;
      const message = `A service of mode ${quote(mode)} cannot have "update_config"`;
      const at = { file, path: [...path, 'deploy', 'update_config'], atKey: true } as const;
      report({ ...at, message, help: 'Remove it: a job runs anew when it changes.', fix: remove });
    }
  },
};
