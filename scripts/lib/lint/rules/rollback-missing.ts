import { isMap, mapOf } from '../../recipe/json.ts';
import type { Path } from '../../types.ts';
import type { Fix } from '../edit/fix.ts';
import { put } from '../edit/put.ts';
import { since } from '../edit/since.ts';
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
      const fix = keepIn(path, {
        ...(order === 'start-first' ? { order } : {}),
        ...(Number(parallelism) === 1 ? {} : { parallelism: String(parallelism) }),
      });
      report({ file, path: [...path, 'deploy', 'update_config'], atKey: true, message, help, fix });
    }
  },
};

/** Rollbacks are declared since 3.7 of the format. */
function keepIn(service: Path, same: { readonly [key: string]: string }): Fix {
  return since(7, ({ file }) => put({ file, path: [...service, 'deploy', 'rollback_config'] }, same));
}
