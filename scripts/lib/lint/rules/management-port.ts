import { quote } from '../../recipe/limits.ts';
import { portsOf } from '../ports.ts';
import { targetOf } from '../ports-of-container.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';
import { dockerPort, storeBehind } from '../well-known-ports.ts';

export const managementPort: Rule = {
  id: 'management-port',
  severity: 'warning',
  summary: 'A port of Docker itself, of a database or of a console is published',
  docs: {
    why: "Docker's own ports give away the swarm, or break it. Databases and caches were made for a private network: on the internet they are found within hours.",
    fix: 'Remove the port: services reach each other over a network without any.',
    refs: ['CIS Docker 5.9', 'OWASP Docker Security rules 1 and 5', 'Docker: swarm, open protocols and ports'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      for (const port of portsOf(service)) {
        const at = { file: service.file, path: port.path, data: { port: port.text } };
        const own = dockerPort(port.published);
        const store = storeBehind(targetOf(service, port));
        if (own !== null) {
          const message = `Port ${quote(port.text)} holds ${own}, Docker's own port`;
          report({ ...at, severity: 'error', message, help: 'Remove it.' });
        } else if (store !== null) {
          const help = 'Remove it: services reach each other over a network without any.';
          report({ ...at, message: `Port ${quote(port.text)} opens ${store} to the world`, help });
        }
      }
    }
  },
};
