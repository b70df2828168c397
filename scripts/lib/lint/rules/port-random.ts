import { quote } from '../../recipe/limits.ts';
import { portsOf } from '../ports.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const portRandom: Rule = {
  id: 'port-random',
  severity: 'warning',
  summary: 'A port is published under a number that nobody chose',
  docs: {
    why: '"80" alone does not open port 80: swarm picks a number from 30000 up and opens it on every node. Services of one network reach each other without any entry.',
    fix: 'Remove it; or name both, "8080:80".',
    refs: ['swarmkit: portallocator', 'compose specification: ports'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      for (const { isRandom, long, text, path } of portsOf(service)) {
        if (!isRandom || (long !== null && long.target === undefined)) continue;
        const target = long === null ? text : text.slice(1);
        const message = `Port ${quote(target)} is published under a random number`;
        const help = `Remove it if only other services need it, or name the number.`;
        report({ file: service.file, path, message, help });
      }
    }
  },
};
