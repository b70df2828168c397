import { quote } from '../../recipe/limits.ts';
import { hostPathFault, IN_A_HOME, isEngineSocket } from '../host-path.ts';
import { hostPaths } from '../mounts.ts';
import type { Rule } from '../rule.ts';
import { isAlone } from '../services.ts';

export const sensitiveBind: Rule = {
  id: 'sensitive-bind',
  severity: 'error',
  summary: "A service gets a folder of the host's system",
  docs: {
    why: 'With /etc, /run, a home folder or the root of the host an app can read every password there and become root.',
    fix: 'Use a volume; for files of the recipe use configs.',
    refs: ['CIS Docker 5.6', 'OWASP Docker Security rule 8'],
  },
  waivable: false,
  check(recipe, report) {
    for (const { source, file, path, readOnly } of hostPaths(recipe)) {
      const fault = hostPathFault(source, readOnly);
      if (fault === null || isEngineSocket(source)) continue;
      const message = `Mounted path ${quote(source)} ${fault}`;
      const help = 'Use a named volume, or a config for a file of the recipe.';
      // Whoever wrote a file for himself knows what lies beside it.
      const isOwn = isAlone(recipe) && (fault === IN_A_HOME || /^(?:~|\.)/.test(source));
      report({ file, path, message, help, data: { source }, ...(isOwn ? { severity: 'warning' } : {}) });
    }
  },
};
