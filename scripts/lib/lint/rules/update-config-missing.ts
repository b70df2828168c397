import { isMap, mapOf } from '../../recipe/json.ts';
import type { Fix } from '../edit/fix.ts';
import { put } from '../edit/put.ts';
import { since } from '../edit/since.ts';
import type { Rule } from '../rule.ts';
import { isJob, type Service, services } from '../services.ts';

export const updateConfigMissing: Rule = {
  id: 'update-config-missing',
  severity: 'warning',
  summary: 'A failed update of a service is not rolled back',
  docs: {
    why: 'By default swarm pauses an update that fails and leaves the app broken until somebody looks.',
    fix: 'Add deploy.update_config with failure_action: rollback.',
    refs: ['recipe format: conventions', 'compose specification: deploy.update_config'],
  },
  assumes: 'convention',
  check(recipe, report) {
    for (const service of services(recipe)) {
      if (isJob(service)) continue;
      const { name, file, path, value } = service;
      const config = mapOf(value.deploy).update_config;
      const help = 'Write "update_config: {failure_action: rollback}" under "deploy".';
      if (!isMap(config)) {
        report({
          file,
          path,
          atKey: true,
          message: `Service "${name}" has no update_config`,
          help,
          fix: addConfig(service),
        });
      } else if (config.failure_action !== 'rollback') {
        const at = config.failure_action === undefined ? [] : ['failure_action'];
        const message = `A failed update of service "${name}" is not rolled back`;
        report({ file, path: [...path, 'deploy', 'update_config', ...at], message, help, fix: addAction });
      }
    }
  },
};

/** Two tasks at once are only safe where nothing is shared: no data, no port; and where swarm can tell when the new one works. */
function addConfig({ value }: Service): Fix {
  const shares = value.volumes !== undefined || value.ports !== undefined || value.healthcheck === undefined;
  const order = shares ? 'stop-first' : 'start-first';
  return since(4, ({ file, path }) =>
    put({ file, path: [...path, 'deploy', 'update_config'] }, { order, failure_action: 'rollback' }),
  );
}

/** None where another action was chosen: that somebody decided. */
const addAction = since(4, ({ file, path }) => put({ file, path: [...path, 'failure_action'] }, 'rollback'));
