import { quote } from '../../recipe/limits.ts';
import { placementOf } from '../placement.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const placementNeedsLabel: Rule = {
  id: 'placement-needs-label',
  severity: 'info',
  summary: 'A service runs only on nodes with a label that a person must give them',
  docs: {
    why: 'On a swarm where no node has the label the stack deploys and its task waits for ever: "no suitable node".',
    fix: 'Write in the README that a node needs the label ("docker node update --label-add …"), or leave the constraint to an overlay.',
    refs: ['compose specification: deploy.placement', 'swarmkit: scheduler, ConstraintFilter'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      for (const { key, operator, value, path } of placementOf(service)) {
        const label = /^(?:node|engine)\.labels\.(.+)$/i.exec(key)?.[1];
        if (label === undefined || operator !== '==') continue;
        const message = `Service ${quote(service.name)} waits for a node with the label ${quote(`${label}=${value}`)}`;
        const help = 'Say so in the README, or leave it to an overlay.';
        report({ file: service.file, path, message, help, data: { label } });
      }
    }
  },
};
