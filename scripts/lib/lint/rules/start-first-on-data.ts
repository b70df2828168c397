import { mapOf } from '../../recipe/json.ts';
import { replaceBy } from '../edit/replace.ts';
import { keepsData } from '../mounts.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const startFirstOnData: Rule = {
  id: 'start-first-on-data',
  severity: 'error',
  summary: 'A service with data starts its new task before the old one has stopped',
  docs: {
    why: 'With order: start-first two tasks write to the same volume during every update: databases refuse to start or lose data.',
    fix: "Use order: stop-first, swarm's default, for whatever writes to a volume.",
    refs: ['recipe format: conventions', 'compose specification: deploy.update_config'],
  },
  assumes: 'publication',
  check(recipe, report) {
    for (const service of services(recipe)) {
      const deploy = mapOf(service.value.deploy);
      for (const key of ['update_config', 'rollback_config']) {
        if (mapOf(deploy[key]).order !== 'start-first' || !keepsData(service)) continue;
        const path = [...service.path, 'deploy', key, 'order'];
        const message = `Service "${service.name}" keeps data and starts its new task first`;
        const help = 'Write "order: stop-first".';
        report({ file: service.file, path, message, help, fix: replaceBy('stop-first') });
      }
    }
  },
};
