import { isList } from '../../recipe/json.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const swarmDropsDependsOn: Rule = {
  id: 'swarm-drops-depends-on',
  severity: 'info',
  summary: 'Swarm starts all services at once, whatever depends on what',
  docs: {
    why: 'docker stack deploy drops "depends_on" without a word; a node that comes back starts its tasks in any order as well.',
    fix: 'Let the app wait, or exit and be started anew, until what it needs answers. The list may stay for readers.',
    refs: ['docker/cli compose/convert', 'Docker: stack deploy and Compose files'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      if (!isList(value.depends_on) || value.depends_on.length === 0) continue;
      const message = 'Swarm ignores "depends_on"';
      const help = 'Let the app itself wait for what it needs.';
      report({ file, path: [...path, 'depends_on'], atKey: true, message, help });
    }
  },
};
