import { mountsOf } from '../mounts.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const mountPropagation: Rule = {
  id: 'mount-propagation',
  severity: 'error',
  summary: 'What a service mounts appears on the host as well',
  docs: {
    why: 'With shared propagation a container can mount over folders of the host.',
    fix: 'Remove "shared" or "rshared"; "rprivate" is the default.',
    refs: ['CIS Docker 5.20'],
  },
  waivable: false,
  check(recipe, report) {
    for (const { propagation, file, path } of services(recipe).flatMap(mountsOf)) {
      if (propagation !== 'shared' && propagation !== 'rshared') continue;
      const message = `Mount propagation "${propagation}" reaches the host`;
      report({ file, path, message, help: 'Remove it.', data: { propagation } });
    }
  },
};
