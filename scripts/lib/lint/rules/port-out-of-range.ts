import { quote } from '../../recipe/limits.ts';
import { scalarOf } from '../../stack/quantities.ts';
import { portsOf } from '../ports.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

const LAST = 65_535;

export const portOutOfRange: Rule = {
  id: 'port-out-of-range',
  severity: 'error',
  summary: 'A port in long form has a number that no port has',
  docs: {
    why: 'In short form the schema finds it. In long form the stack deploys; with such a published port no task ever starts, with such a target, or none, the port leads nowhere.',
    fix: 'Write numbers from 1 to 65535, and always a target.',
    refs: ['swarmkit: portallocator', 'compose specification: ports, long syntax'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      for (const { long, path } of portsOf(service)) {
        if (long === null) continue;
        const [published, target] = [scalarOf(long.published), scalarOf(long.target)];
        const help = `Write a number from 1 to ${LAST}.`;
        if (/^[0-9]+$/.test(published) && Number(published) > LAST) {
          const message = `There is no port ${quote(published)} to publish`;
          report({ file: service.file, path: [...path, 'published'], message, help });
        }
        if (target === '' || (/^[0-9]+$/.test(target) && (Number(target) < 1 || Number(target) > LAST))) {
          const message =
            target === '' ? 'A published port has no target' : `There is no port ${quote(target)} to lead to`;
          const inside = long.target === undefined ? path : [...path, 'target'];
          report({ file: service.file, path: inside, severity: 'warning', message, help });
        }
      }
    }
  },
};
