import { isMap, mapOf } from '../../recipe/json.ts';
import type { Rule } from '../rule.ts';
import { isJob, wholeServices } from '../services.ts';

export const updateConfigMissing: Rule = {
  id: 'update-config-missing',
  severity: 'warning',
  summary: 'A failed update of a service is not rolled back',
  docs: {
    why: 'By default swarm pauses an update that fails and leaves the app broken until somebody looks.',
    fix: 'Add deploy.update_config with failure_action: rollback.',
    refs: ['recipe format: conventions', 'compose specification: deploy.update_config'],
  },
  check(recipe, report) {
    for (const service of wholeServices(recipe)) {
      if (isJob(service)) continue;
      const { name, file, path, value } = service;
      const config = mapOf(value.deploy).update_config;
      const help = 'Write "update_config: {failure_action: rollback}" under "deploy".';
      if (!isMap(config)) {
        report({ file, path, atKey: true, message: `Service "${name}" has no update_config`, help });
      } else if (config.failure_action !== 'rollback') {
        const at = config.failure_action === undefined ? [] : ['failure_action'];
        const message = `A failed update of service "${name}" is not rolled back`;
        report({ file, path: [...path, 'deploy', 'update_config', ...at], message, help });
      }
    }
  },
};
