import { quote } from '../../recipe/limits.ts';
import { portsOf } from '../ports.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

const FIRST_FREE = 1024;
/** Of the edge: published-port speaks of them. */
const WEB = [80, 443];

export const privilegedPort: Rule = {
  id: 'privileged-port',
  severity: 'info',
  summary: 'A published port below 1024 may be taken by the host',
  docs: {
    why: 'There listen the services of the node itself: SSH, DNS, mail. Swarm publishes on all nodes, so one node where the port is taken is one where the app cannot be reached, or the host cannot.',
    fix: 'Publish a higher port, or say in the README what must not run on the nodes.',
    refs: ['CIS Docker 5.8'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      for (const { published, text, path } of portsOf(service)) {
        if (published === null) continue;
        const [first, last] = published;
        if (first >= FIRST_FREE || first === 0 || (first === last && WEB.includes(first))) continue;
        const message = `Port ${quote(text)} is among those that the host's own services use`;
        const help = `Publish one from ${FIRST_FREE} on, or say in the README what must not run on the nodes.`;
        report({ file: service.file, path, message, help, data: { port: text } });
      }
    }
  },
};
