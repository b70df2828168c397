import { quote } from '../../recipe/limits.ts';
import { isEngineSocket } from '../host-path.ts';
import { hostPaths } from '../mounts.ts';
import type { Rule } from '../rule.ts';

export const engineSocket: Rule = {
  id: 'engine-socket',
  severity: 'error',
  summary: 'A service gets the socket of the container engine',
  docs: {
    why: 'Whoever can write to it is root on the server and on the whole swarm; read-only changes nothing about that.',
    fix: 'Remove the mount. No app of a catalogue may own the machines it runs on.',
    refs: ['CIS Docker 5.32', 'OWASP Docker Security rule 1'],
  },
  waivable: false,
  check(recipe, report) {
    for (const { source, file, path } of hostPaths(recipe)) {
      if (!isEngineSocket(source)) continue;
      const message = `${quote(source)} makes the service root of the whole swarm`;
      report({ file, path, message, help: 'Remove the mount.', data: { source } });
    }
  },
};
