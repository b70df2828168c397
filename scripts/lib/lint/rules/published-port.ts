import { quote } from '../../recipe/limits.ts';
import { portsOf } from '../ports.ts';
import { isManagement } from '../ports-of-container.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

/** Taken by the reverse proxy. */
const PROXIED = [80, 443];
const MANY = 100;

export const publishedPort: Rule = {
  id: 'published-port',
  severity: 'warning',
  summary: 'A service publishes a port on every node',
  docs: {
    why: 'A published port passes by the reverse proxy, its TLS and the firewall, and only one app of the swarm can have it.',
    fix: 'Give web apps a route by labels. Keep a port only for protocols that no route carries, and waive this with the reason.',
    refs: ['CIS Docker 5.8', 'CIS Docker 5.9', 'recipe format: conventions'],
  },
  assumes: 'convention',
  check(recipe, report) {
    for (const service of services(recipe)) {
      for (const port of portsOf(service)) {
        const { text, published, path } = port;
        const [first, last] = published ?? [0, 0];
        const at = { file: service.file, path, data: { port: text } } as const;
        const taken = PROXIED.find((each) => first <= each && each <= last);
        const many = last - first >= MANY;
        if (many || taken !== undefined) {
          const why = many ? `takes ${last - first + 1} ports` : `takes ${taken}, the port of the reverse proxy`;
          report({ ...at, severity: 'error', message: `Port ${quote(text)} ${why}`, help: 'Remove it.' });
        } else if (!isManagement(service, port)) {
          const help = 'Use a route by labels instead, or waive this with the reason.';
          report({ ...at, message: `Port ${quote(text)} is open on every node`, help });
        }
      }
    }
  },
};
