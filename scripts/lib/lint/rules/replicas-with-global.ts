import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { remove } from '../edit/remove.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const replicasWithGlobal: Rule = {
  id: 'replicas-with-global',
  severity: 'error',
  summary: 'A service that runs once on every node also says how often it runs',
  docs: {
    why: 'docker stack deploy refuses any number: replicas can only be used with replicated or replicated-job mode.',
    fix: 'Remove "replicas", or "mode".',
    refs: ['docker/cli compose/convert: convertDeployMode', 'compose specification: deploy.replicas'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const { mode, replicas } = mapOf(value.deploy);
      if ((mode !== 'global' && mode !== 'global-job') || replicas == null) continue;
      const message = `"replicas" contradicts ${quote(mode)}: such a service runs on every node`;
      const help = 'Remove "replicas".';
      report({ file, path: [...path, 'deploy', 'replicas'], atKey: true, message, help, fix: remove });
    }
  },
};
