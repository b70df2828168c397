import { isMap, mapOf } from '../../recipe/json.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const rollbackMissing: Rule = {
  id: 'rollback-missing',
  severity: 'info',
  summary: 'An update is rolled back in another way than it is made',
  docs: {
    why: 'Without rollback_config swarm goes back one task at a time and stops each before it starts the old one, whatever update_config says: an update without a gap becomes a rollback with one.',
    fix: 'Add deploy.rollback_config with the same order and parallelism.',
    refs: ['recipe format: conventions', 'compose specification: deploy.rollback_config'],
  },
  check(recipe, report) {
    for (const { name, file, path, value } of services(recipe)) {
      const deploy = mapOf(value.deploy);
      const { failure_action, order, parallelism = 1 } = mapOf(deploy.update_config);
      if (failure_action !== 'rollback' || isMap(deploy.rollback_config)) continue;
      if (mapOf(value.deploy).update_config === undefined) continue;
      const kept = [
        ...(order === 'start-first' ? ['order'] : []),
        ...(Number(parallelism) === 1 ? [] : ['parallelism']),
      ];
      if (kept.length === 0) continue;
      const message = `A rollback of service "${name}" does not keep the ${kept.join(' and the ')} of its updates`;
      const help = 'Add "rollback_config" with the same.';
      report({ file, path: [...path, 'deploy', 'update_config'], atKey: true, message, help });
    }
  },
};
