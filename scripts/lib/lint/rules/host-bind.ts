import { quote } from '../../recipe/limits.ts';
import { hostPathFault, isEngineSocket } from '../host-path.ts';
import { hostPaths } from '../mounts.ts';
import type { Rule } from '../rule.ts';

const TIME = /^\/etc\/(?:localtime|timezone)$/;

export const hostBind: Rule = {
  id: 'host-bind',
  severity: 'error',
  summary: 'A service gets a path of the host',
  docs: {
    why: 'The path must exist on every node, with the right owner, and holds whatever the hoster has there; the task does not even start where it is absent.',
    fix: 'Use a volume for data and a config for files of the recipe.',
    refs: ['CIS Docker 5.6', 'recipe format: conventions'],
  },
  assumes: 'convention',
  check(recipe, report) {
    for (const { source, file, path, readOnly } of hostPaths(recipe)) {
      // A volume that is one by its options has a rule of its own.
      if (path[0] === 'volumes') continue;
      if (hostPathFault(source, readOnly) !== null || isEngineSocket(source) || TIME.test(source)) continue;
      const message = `Mounted path ${quote(source)} is one of the host`;
      report({
        file,
        path,
        message,
        help: 'Use a named volume, or a config for a file of the recipe.',
        data: { source },
      });
    }
  },
};
