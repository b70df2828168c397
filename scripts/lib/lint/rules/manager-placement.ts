import { quote } from '../../recipe/limits.ts';
import { isEngineSocket } from '../host-path.ts';
import { mountsOf } from '../mounts.ts';
import { placementOf } from '../placement.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const managerPlacement: Rule = {
  id: 'manager-placement',
  severity: 'info',
  summary: 'A service wants to run on a manager without need',
  docs: {
    why: 'Managers hold the keys of the swarm and all its secrets: an app that breaks out there owns every node, and one that eats all memory stops the whole swarm from being managed.',
    fix: 'Remove the constraint. To keep a service on the node of its volume, use a label of that node.',
    refs: ['CIS Docker 7.1', 'Docker: swarm, run manager-only nodes'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      // What speaks to the engine has to be there; that it does is worse, and said elsewhere.
      const mounts = mountsOf(service);
      if (mounts.some(({ source }) => source !== null && isEngineSocket(source))) continue;
      for (const { key, operator, value, path } of placementOf(service)) {
        if (key.toLowerCase() !== 'node.role' || operator !== '==' || value.toLowerCase() !== 'manager') continue;
        const message = `Service ${quote(service.name)} runs on managers, which hold the keys of the swarm`;
        report({ file: service.file, path, message, help: 'Remove it, or use a label of a node.' });
      }
    }
  },
};
